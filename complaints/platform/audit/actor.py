"""Who did something, as the log names them: never a resident's name."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """`staff_id` for a member of staff, `label` as it stands in the log."""

    label: str
    staff_id: int | None = None

    @classmethod
    def staff(cls, staff_id: int) -> Actor:
        """A signed-in member of staff."""
        return cls(f"staff:{staff_id}", staff_id)

    @classmethod
    def token(cls, token_id: int) -> Actor:
        """A machine with an API token."""
        return cls(f"token:{token_id}")

    @classmethod
    def resident(cls) -> Actor:
        """A complainant, whoever they are."""
        return cls("resident")

    @classmethod
    def system(cls) -> Actor:
        """A rule or a job, no person."""
        return cls("system")

    @classmethod
    def command(cls) -> Actor:
        """Somebody with a shell on the machine."""
        return cls("command")

    @classmethod
    def command_for(cls, staff_id: int) -> Actor:
        """Somebody with a shell who says that they act for a member of staff. The log names both."""
        return cls("command", staff_id)

    def on_behalf(self) -> dict[str, str]:
        """For an event's details: whom a command said that it acts for."""
        claimed = self.label == "command" and self.staff_id is not None
        return {"on_behalf_of": f"staff:{self.staff_id}"} if claimed else {}
