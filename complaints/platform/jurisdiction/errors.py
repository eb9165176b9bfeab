"""The one way a profile file is refused: file, line, what is wrong and what to do, in a sentence."""


class ProfileError(ValueError):
    """A profile cannot be used. `line` counts from 1; 0 means the file as a whole."""

    def __init__(self, file: str, line: int, problem: str, what_to_do: str) -> None:
        self.file = file
        self.line = line
        self.problem = problem
        self.what_to_do = what_to_do
        place = f"{file}, line {line}" if line else file
        super().__init__(f"{place}: {problem}; {what_to_do}.")
