"""What a release swears to, and how everybody can check it: manifest, proof, verifier, rebuilding."""
