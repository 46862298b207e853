"""What the server says was fixed, signed: nothing too early, the same bytes always."""

from __future__ import annotations

import pytest

from tests.players.services.world import SURVEY, VOTE, World, create_draft
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.setup.answers import create_answer, decode_answer
from voteapp.campaign.setup.fixed import FixedTexts
from voteapp.campaign.signed import check_signed
from voteapp.errors import ProtocolError
from voteapp.services import overview
from voteapp.services.voting import entry


@pytest.fixture
def fixed(world: World) -> World:
    world.submit(create_draft(VOTE, SURVEY))
    world.make_key()
    world.make_slips()
    world.fix_alone()
    return world


def test_phones_are_given_nothing_before_the_slips_are_printed(fixed: World) -> None:
    booth = entry.get_booth(fixed.context, fixed.code)
    assert (booth.elections, booth.set_up) == ((), None)
    fixed.print_slips()
    booth = entry.get_booth(fixed.context, fixed.code)
    assert [one.uuid for one in booth.elections] == fixed.uuids


@pytest.mark.slow
def test_the_answer_names_what_was_fixed(fixed: World) -> None:
    fixed.print_slips()
    booth = entry.get_booth(fixed.context, fixed.code)
    answer = decode_answer((booth.set_up or "").encode())
    key = fixed.context.signer.public_key
    check_signed(answer, key, "setup-signature")
    assert answer.campaign == overview.get_campaign(fixed.context, fixed.code).set_up
    texts = [
        FixedTexts(e.election.encode(), e.manifest.encode(), e.questionnaire.encode())
        for e in booth.elections
    ]
    again = fixed.context.signer.sign(create_answer(fixed.code, texts))
    assert encode_canonical(again).decode() == booth.set_up
    forged = [texts[0]._replace(questionnaire=texts[1].questionnaire), texts[1]]
    with pytest.raises(ProtocolError):
        create_answer(fixed.code, forged)
