"""What people call each kind of technology: brands, everyday words, and the short words of the form's languages.

Read only by the search; nothing here is shown. A brand stands where the police use it: some belong to several kinds.
"""

from __future__ import annotations

from typing import Final

from complaints.registry.rules import TechnologyType as Type

_SAY_NOTHING: Final = """
    a an the of on in at by to for from with and or my me i it is was that this they them used use using
    police cop cops officer system systems technology tech device
    el la los las un una de del en con por para y o mi que policia sistema
    na u i se je od za moj moja policija policijska sistem
    cua cai mot la toi canh sat may
"""
EMPTY_WORDS: Final = frozenset(_SAY_NOTHING.split())
"""Words that say nothing of which technology it is: English, Spanish, Bosnian, Vietnamese."""

ALIASES: Final[dict[Type, tuple[str, ...]]] = {
    Type.LICENCE_PLATE_READER: (
        *("license plate reader", "licence plate reader", "number plate reader", "plate reader", "tag reader"),
        *("ALPR", "LPR", "ANPR", "plate scanner", "plate camera", "road camera", "highway camera", "toll camera"),
        *("Flock", "Flock Safety", "Falcon", "Vigilant", "Motorola", "Leonardo", "ELSAG", "Rekor", "Genetec AutoVu"),
        *("red light camera", "speed camera", "traffic camera", "photo of my car", "picture of my car"),
        *("lector de placas", "lector de matrículas", "placas", "cámara de tránsito", "semáforo", "foto multa"),
        *("čitač tablica", "registarske tablice", "tablice", "kamera na semaforu"),
        *("đọc biển số xe", "biển số xe", "biển số", "đèn đỏ"),
        *("车牌识别", "车牌", "红灯摄像头", "قارئ لوحات السيارات", "لوحات السيارات", "لوحة السيارة", "إشارة حمراء"),
    ),
    Type.BODY_WORN_CAMERA: (
        *("body cam", "bodycam", "body worn camera", "body camera", "chest camera", "BWC"),
        *("Axon", "Axon Body", "WatchGuard", "Taser camera"),
        *("cámara corporal", "cámara de cuerpo", "cámara en el pecho", "kamera na tijelu"),
        *("kamera na uniformi", "máy quay gắn người", "máy quay trên người", "执法记录仪", "随身摄像头"),
        *("كاميرا الجسم", "كاميرا على الصدر"),
    ),
    Type.IN_CAR_CAMERA: (
        *(
            "dash cam",
            "dashcam",
            "dashboard camera",
            "in car video",
            "car camera",
            "cruiser camera",
            "patrol car camera",
        ),
        *("squad car camera", "police car camera", "Axon Fleet", "cámara de patrulla", "cámara del carro patrulla"),
        *("kamera u policijskom autu", "kamera u autu", "máy quay trong xe", "camera hành trình", "行车记录仪"),
        *("警车摄像头", "كاميرا سيارة الشرطة", "كاميرا السيارة"),
    ),
    Type.FIXED_CAMERA: (
        *("CCTV", "security camera", "surveillance camera", "street camera", "pole camera", "camera on a pole"),
        *("city camera", "blue light camera", "dome camera", "camera", "video camera", "red light camera"),
        *("traffic camera", "Genetec", "Milestone", "Avigilon", "Verkada", "Skycop", "blue light"),
        *("cámara", "cámara de vigilancia", "cámara de seguridad", "cámara de la calle", "kamera", "nadzorna kamera"),
        *("ulična kamera", "máy quay an ninh", "camera đường phố", "camera giám sát", "máy quay"),
        *("监控摄像头", "摄像头", "监控", "كاميرا", "كاميرا مراقبة", "كاميرا الشارع"),
    ),
    Type.CAMERA_REGISTRY: (
        *("Ring", "Amazon Ring", "Ring Neighbors", "Nest", "Google Nest", "Arlo", "Blink", "doorbell camera"),
        *("doorbell", "video doorbell", "neighbor camera", "neighbour camera", "store camera", "shop camera"),
        *("private camera", "business camera", "home camera", "camera registry"),
        *("timbre", "timbre con cámara", "cámara de tienda", "cámara del vecino", "zvono", "kamera komšije"),
        *("kamera na vratima", "chuông cửa", "camera nhà hàng xóm", "门铃", "门铃摄像头"),
        *("邻居摄像头", "جرس الباب", "كاميرا الجيران"),
    ),
    Type.MOBILE_CAMERA_TRAILER: (
        *("camera trailer", "trailer", "camera tower", "mobile camera", "mobile surveillance trailer", "skywatch"),
        *("parking lot camera", "LiveView", "LVT", "WCCTV", "Mobile Pro", "camera mast"),
        *("remolque", "remolque con cámara", "torre con cámara", "prikolica", "kamera na prikolici", "xe kéo camera"),
        *("rơ moóc", "移动监控车", "拖车", "مقطورة", "مقطورة كاميرات"),
    ),
    Type.CELL_SITE_SIMULATOR: (
        *("Stingray", "sting ray", "Hailstorm", "Triggerfish", "Kingfish", "dirtbox", "Harris", "KeyW", "Crossbow"),
        *("IMSI catcher", "fake cell tower", "cell tower", "cell site simulator", "phone tracker", "phone tracking"),
        *("phone location", "find phone", "rastreo de celular", "torre falsa", "antena falsa"),
        *("lažna bazna stanica", "praćenje telefona", "theo dõi điện thoại", "trạm phát giả", "伪基站", "手机定位"),
        *("手机追踪", "ubicación del teléfono", "تتبع الهاتف", "برج وهمي", "موقع الهاتف"),
    ),
    Type.DRONE: (
        *("drone", "UAV", "UAS", "unmanned aircraft", "quadcopter", "flying camera", "DJI", "Skydio", "BRINC"),
        *("dron", "drón", "bespilotna letjelica", "máy bay không người lái", "flycam", "无人机", "طائرة مسيرة", "درون"),
    ),
    Type.FACE_RECOGNITION: (
        *("face recognition", "facial recognition", "face scan", "face match", "face ID", "mugshot", "mug shot"),
        *("mugshot comparison", "booking photo", "Clearview", "Clearview AI", "Rank One", "ROC", "Idemia", "DataWorks"),
        *("NEC NeoFace", "Cognitec", "Rekognition", "FACES", "biometric"),
        *("reconocimiento facial", "cara", "rostro", "prepoznavanje lica", "lice", "nhận diện khuôn mặt", "khuôn mặt"),
        *("人脸识别", "人脸", "刷脸", "التعرف على الوجه", "الوجه", "بصمة الوجه"),
    ),
    Type.GUNSHOT_DETECTION: (
        *("ShotSpotter", "SoundThinking", "shot detector", "gunshot detection", "gunshot sensor", "gunfire detector"),
        *("gun shot", "gunshot", "shots fired", "acoustic sensor", "microphone", "listening device", "Raven"),
        *("Flock Raven", "Shooter Detection", "EAGL"),
        *("detector de disparos", "disparos", "balazos", "micrófono", "detekcija pucnjeva", "pucanj", "mikrofon"),
        *("phát hiện tiếng súng", "tiếng súng", "micro", "枪声探测", "枪声", "麦克风", "ميكروفون"),
        *("كشف إطلاق النار", "إطلاق النار"),
    ),
    Type.DEVICE_FORENSICS: (
        *("Cellebrite", "UFED", "GrayKey", "Grayshift", "Magnet Axiom", "Oxygen Forensics", "XRY", "MSAB", "Berla"),
        *("phone extraction", "phone search", "phone copy", "phone dump", "phone unlock", "unlocked my phone"),
        *("searched my phone", "took my phone", "phone hacking", "vehicle infotainment", "car computer", "forensics"),
        *("revisaron mi teléfono", "extracción de celular", "celular", "teléfono", "pretraga telefona", "telefon"),
        *("lục soát điện thoại", "điện thoại", "手机取证", "手机", "تفتيش الهاتف", "الهاتف"),
    ),
    Type.PREDICTIVE_POLICING: (
        *("predictive policing", "PredPol", "Geolitica", "HunchLab", "ResourceRouter", "crime prediction"),
        *("hot spot", "heat map", "risk score", "heat list", "gang database", "threat score", "algorithm"),
        *("policía predictiva", "predicción", "algoritmo", "predviđanje zločina", "algoritam", "dự đoán tội phạm"),
        *("thuật toán", "预测警务", "算法", "توقع الجريمة", "خوارزمية"),
    ),
    Type.REAL_TIME_CRIME_CENTRE: (
        *("real time crime center", "real time crime centre", "RTCC", "real time intelligence center", "Fusus"),
        *("camera room", "control room", "crime center", "centro de crimen en tiempo real", "sala de control"),
        *("kontrolna soba", "trung tâm tội phạm", "实时犯罪中心", "监控中心", "مركز الجريمة", "غرفة المراقبة"),
    ),
    Type.FUSION_CENTRE: (
        *("fusion center", "fusion centre", "terrorism early warning", "TEW", "intelligence center", "MIAC"),
        *("homeland security", "FBI", "ICE", "federal agency", "centro de fusión", "fuzijski centar"),
        *("trung tâm hợp nhất", "融合中心", "情报中心", "مركز الدمج", "مركز الاندماج"),
    ),
    Type.INVESTIGATIVE_PLATFORM: (
        *("Palantir", "LexisNexis", "Lexis Nexis", "Accurint", "Thomson Reuters", "CLEAR", "TLO", "Coplink", "i2"),
        *("Penlink", "Cobwebs", "Fog Reveal", "Fog Data", "Peregrine", "Mark43", "data broker", "database"),
        *("background check", "police database", "police computer", "REJIS", "MULES", "NCIC", "records search"),
        *("base de datos", "baza podataka", "cơ sở dữ liệu", "数据库", "قاعدة بيانات"),
    ),
    Type.VIDEO_ANALYTICS: (
        *("video analytics", "BriefCam", "video search", "smart camera", "AI camera", "object recognition"),
        *("behavior detection", "cámara inteligente", "análisis de video", "pametna kamera", "analiza videa"),
        *("camera thông minh", "phân tích video", "视频分析", "智能摄像头", "كاميرا ذكية", "تحليل الفيديو"),
    ),
    Type.SOCIAL_MEDIA_MONITORING: (
        *("social media", "Facebook", "Instagram", "Twitter", "TikTok", "Snapchat", "YouTube", "WhatsApp", "Nextdoor"),
        *("Dataminr", "Geofeedia", "Media Sonar", "SnapTrends", "Babel Street", "ShadowDragon", "Social Sentinel"),
        *("fake account", "online posts", "redes sociales", "društvene mreže", "mạng xã hội", "社交媒体", "微信"),
        *("وسائل التواصل", "فيسبوك"),
    ),
    Type.OTHER: (
        *("helicopter", "airplane", "spy plane", "LRAD", "sound cannon", "robot", "robot dog", "lie detector"),
        *("GPS tracker", "ankle monitor", "wiretap", "helicóptero", "robot", "helikopter", "avion", "trực thăng"),
        *("直升机", "机器人", "هليكوبتر", "روبوت"),
    ),
}
