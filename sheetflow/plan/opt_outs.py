"""Who asked not to be contacted: remembered for good, wherever the address turns up (follow-up.md,
"Touches, and what is remembered").
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sheetflow.parse.leads import ODD, Lead
from sheetflow.parse.leads_tab import LeadsTab
from sheetflow.state import State


class OptOuts(NamedTuple):
    """The addresses that asked not to be contacted: `hashes` for the state, and the keys by which
    the leads of this run share them.
    """

    hashes: frozenset[str] = frozenset()
    emails: frozenset[int] = frozenset()
    phones: frozenset[int] = frozenset()

    @classmethod
    def of(cls, tabs: Sequence[LeadsTab], state: State) -> OptOuts:
        """Adds to what the state remembers who says yes now; whoever says no is contacted again,
        unless another row with the same address says yes.
        """
        yes, no = list[Lead](), list[Lead]()
        for tab in tabs:
            said = tab.leads.field("do_not_contact")
            if True in said or False in said:
                yes += tab.leads.where("do_not_contact", True)
                no += tab.leads.where("do_not_contact", False)
        asked = _hashes_of(yes)
        hashes = asked | (state.opted_out - _hashes_of(no))
        if not hashes:
            return NOBODY
        emails = frozenset(lead.email for lead in yes) - {0, ODD}
        phones = frozenset(lead.phone for lead in yes) - {0, ODD}
        return cls(hashes, emails, phones)

    def holds(self, lead: Lead) -> bool:
        """Returns whether an address of the lead asked not to be contacted, and nobody says in its
        row whether that counts.
        """
        if lead.do_not_contact is not None:
            return False
        if lead.email in self.emails or lead.phone in self.phones:
            return True
        return not self.hashes.isdisjoint(lead.addresses)


NOBODY = OptOuts()


def _hashes_of(leads: Iterable[Lead]) -> frozenset[str]:
    found = set[str]()
    for lead in leads:
        found.update(lead.addresses)
    return frozenset(found)
