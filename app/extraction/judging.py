"""Judge: bare statements against issues that are known, or that are only a sentence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.errors import InputError
from app.extraction.stance import issue_from_proposition, judge

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.domain.actors import ActorDirectory
    from app.domain.positions import Issue
    from app.extraction.parsing import Parser
    from app.extraction.stance import Judgement


@dataclass(frozen=True)
class Judge:
    """Judges one statement after another; issues made from propositions are made once."""

    issues: Mapping[str, Issue]
    actors: ActorDirectory
    parser: Parser
    _made: dict[str, Issue] = field(default_factory=dict)

    def __call__(
        self, statement: str, context: str, speaker: str, issue: str, proposition: str = ""
    ) -> Judgement:
        """What a statement means for an issue: a known slug, or else its proposition.

        Raises InputError when ``issue`` is neither known nor, with ``proposition``, a sentence.
        """
        chosen = self._issue(issue, proposition)
        return judge(statement, context, speaker, chosen, self.actors, self.parser)

    def _issue(self, name: str, proposition: str) -> Issue:
        if name in self.issues:
            return self.issues[name]
        proposition = proposition or name
        if " " not in proposition.strip():  # a slug, mistyped perhaps: no sentence to judge by
            raise InputError(
                f"No issue '{name}' is known (known: {', '.join(sorted(self.issues))}); give its "
                "definition with --issues or its proposition in 'issue_text'."
            )
        if proposition not in self._made:
            self._made[proposition] = issue_from_proposition(
                proposition, self.parser, self.issues.values()
            )
        return self._made[proposition]
