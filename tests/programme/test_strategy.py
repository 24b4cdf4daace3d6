import pytest

from programme.models import (
    ActionGoal,
    ActionOrganisation,
    Objective,
    StrategyAction,
)
from tests.factories import (
    make_action,
    make_objective,
    make_organisation,
    make_programme,
    make_strategy,
)
from tests.refusals import refused, said

pytestmark = pytest.mark.django_db


def test_objective_code_occurs_once_in_a_strategy():
    objective = make_objective(code="1")

    make_objective(code="1")

    refused(make_objective, strategy=objective.strategy, code="1")


def test_target_state_stands_under_a_theme_of_its_own_strategy():
    theme = make_objective()

    target_state = make_objective(strategy=theme.strategy, parent=theme)

    assert (theme.is_theme, target_state.is_theme) == (True, False)
    refused(make_objective, parent=theme)


def test_there_are_two_levels_of_objectives_and_no_third():
    theme = make_objective()
    target_state = make_objective(strategy=theme.strategy, parent=theme)

    refused(make_objective, strategy=theme.strategy, parent=target_state)


def test_third_level_is_refused_with_a_sentence():
    theme = make_objective()
    target_state = make_objective(strategy=theme.strategy, parent=theme)
    third = Objective(strategy=theme.strategy, parent=target_state, code="x", name_fi="x")

    assert said(third) == {"parent": ["Valitsemasi kohta on tavoitetila. Valitse teema."]}


def test_theme_with_target_states_stays_a_theme():
    theme = make_objective()
    make_objective(strategy=theme.strategy, parent=theme)
    theme.parent = make_objective(strategy=theme.strategy)

    refused(theme.save)
    assert said(theme) == {
        "parent": ["Tällä teemalla on tavoitetiloja, joten sitä ei voi siirtää toisen teeman alle."]
    }


def test_objective_in_use_stays_in_its_strategy():
    objective = make_objective()
    make_action(strategy=objective.strategy, objective=objective)
    objective.strategy = make_strategy()

    refused(objective.save)
    assert said(objective) == {
        "strategy": ["Toisen strategian toimenpiteet tai tavoitetilat käyttävät tätä tavoitetta."]
    }


def test_codes_sort_by_their_numbers():
    strategy = make_strategy()
    for code in ["1.B.10", "1.B.9", "1.A.70", "2.F.1"]:
        make_action(strategy=strategy, code=code)

    codes = StrategyAction.objects.values_list("code", flat=True)

    assert list(codes) == ["1.A.70", "1.B.9", "1.B.10", "2.F.1"]


def test_action_cannot_end_before_it_starts():
    refused(make_action, starts_on="2025", ends_on="2024")


def test_action_that_ends_before_it_starts_is_refused_with_a_sentence():
    action = make_action()
    action.starts_on, action.ends_on = "2025", "2024"

    assert said(action) == {
        "__all__": ["Toimenpide ei voi päättyä ennen kuin se alkaa. Tarkista ajankohdat."]
    }


def test_stated_status_of_an_action_is_one_of_the_six():
    refused(make_action, stated_status="late")
    refused(make_action, stated_status="")


def test_reported_status_of_an_action_is_one_of_the_six_or_none():
    make_action(reported_status="")

    refused(make_action, reported_status="late")


def test_reported_status_takes_the_place_of_the_stated_one():
    stated = make_action(stated_status="planning")
    reported = make_action(stated_status="planning", reported_status="completed")

    assert (stated.status, reported.status) == ("planning", "completed")
    assert [(each.status, each.get_status_display()) for each in StrategyAction.objects.all()] == [
        ("planning", "suunnitteluvaihe"),
        ("completed", "valmis"),
    ]
    assert reported.get_status_display() == "valmis"


def test_report_that_has_no_information_takes_the_place_of_the_stated_status_too():
    action = make_action(stated_status="planning", reported_status="no_information")

    assert action.status == "no_information"


def test_status_follows_what_is_reported():
    make_action(stated_status="planning")

    def status_after(reported):
        StrategyAction.objects.update(reported_status=reported)
        return StrategyAction.objects.get().status

    assert status_after("cancelled") == "cancelled"
    assert status_after("") == "planning"


def test_actions_are_found_and_counted_by_what_is_reported():
    make_action(stated_status="planning", reported_status="completed")
    stated = make_action(stated_status="planning")

    assert StrategyAction.objects.filter(status="planning").get() == stated
    assert dict(StrategyAction.objects.by_status()) == {
        "no_information": 0,
        "not_started": 0,
        "planning": 1,
        "implementation": 0,
        "completed": 1,
        "cancelled": 0,
    }


def test_action_code_occurs_once():
    make_action(code="3.I.70")

    refused(make_action, code="3.I.70")


def test_action_has_a_target_state_of_its_own_strategy():
    refused(make_action, objective=make_objective())


def test_target_state_of_another_strategy_is_refused_with_a_sentence():
    action = make_action()
    action.objective = make_objective()

    assert said(action) == {
        "__all__": ["Tavoitetila kuuluu toiseen strategiaan. Valitse saman strategian tavoitetila."]
    }


def test_organisation_is_named_once_in_an_action_and_one_leads():
    action, organisation = make_action(), make_organisation()
    name = ActionOrganisation.objects.create

    name(action=action, organisation=organisation, role="primary")
    name(action=action, organisation=make_organisation(), role="partner")

    refused(name, action=action, organisation=organisation, role="partner")
    refused(name, action=action, organisation=make_organisation(), role="primary")


@pytest.mark.parametrize("goal", [0, 18])
def test_goals_are_numbered_from_1_to_17(goal):
    refused(ActionGoal.objects.create, action=make_action(), goal=goal)


def test_goal_is_named_once_in_an_action():
    action = make_action()
    ActionGoal.objects.create(action=action, goal=17)

    refused(ActionGoal.objects.create, action=action, goal=17)


def test_actions_are_counted_in_every_status():
    make_action(status="planning")
    make_action(status="planning")
    make_action(status="completed")

    assert StrategyAction.objects.by_status() == [
        ("no_information", 0),
        ("not_started", 0),
        ("planning", 2),
        ("implementation", 0),
        ("completed", 1),
        ("cancelled", 0),
    ]


def test_action_is_public_only_with_its_strategy_and_programme():
    action = make_action()
    make_action(is_public=False)
    make_action(strategy=make_strategy(is_public=False))
    make_action(strategy=make_strategy(programme=make_programme(is_public=False)))

    assert list(StrategyAction.objects.public()) == [action]
    assert StrategyAction.objects.count() == 4
