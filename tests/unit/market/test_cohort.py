import numpy as np
import pytest

from simulator.market.cohort import GROUPS, make_cohort, n_positions
from simulator.market.cohort_counts import counts_of, couples_of, specialties_of
from simulator.market.draws import Address, market_uniforms, market_words
from simulator.model.tables import table
from simulator.scenario.specialties import ONE_YEAR

NATIONAL = make_cohort(seed=3)


def test_the_national_market_is_as_large_as_its_data_say():
    data = table("market_specialties")
    assert n_positions(NATIONAL) == sum(row["positions"] for row in data.values())
    assert NATIONAL.programs.positions.size == sum(row["programs"] for row in data.values())
    assert NATIONAL.people.ck.size == pytest.approx(52_000, rel=0.03)
    assert NATIONAL.programs.positions.min() >= 1


def test_people_by_type_are_those_published_less_those_without_a_list():
    given = table("market")["groups"]
    found = np.bincount(NATIONAL.plans.group, minlength=len(GROUPS))
    for k, group in enumerate(GROUPS[:4]):
        expected = given["persons"][group] / (1 - given["no_list"][group])
        assert found[k] == pytest.approx(expected, rel=0.01)


@pytest.mark.parametrize("specialty", ["internal_medicine", "otolaryngology"])
def test_a_market_of_one_specialty_has_everybody_who_ranks_it(specialty: str):
    counts = counts_of((specialty,), 1.0)
    ranked = table("market_specialties")[specialty]["ranked"]
    share = table("market")["groups"]["no_list"]
    expected = [round(ranked[g] / (1 - share[g])) for g in GROUPS]
    assert counts.first[0].tolist() == expected
    assert counts.backup.sum() == 0
    assert set(make_cohort([specialty], seed=1).plans.role.tolist()) == {0}


def test_scale_goes_with_everything():
    small = make_cohort(scale=0.1, seed=3)
    assert small.people.ck.size == pytest.approx(0.1 * NATIONAL.people.ck.size, rel=0.01)
    assert n_positions(small) == pytest.approx(0.1 * n_positions(NATIONAL), rel=0.01)


def test_the_same_address_makes_the_same_cohort_and_a_replicate_redraws_people_only():
    again, other = make_cohort(seed=3), make_cohort(seed=3, replicate=1)
    for name in ("ck", "strength", "region", "couple"):
        assert np.array_equal(getattr(again.people, name), getattr(NATIONAL.people, name))
        assert not np.array_equal(getattr(other.people, name), getattr(NATIONAL.people, name))
    assert all(np.array_equal(x, y) for x, y in zip(other.programs, NATIONAL.programs, strict=True))
    assert not np.array_equal(make_cohort(seed=4).programs.standing, NATIONAL.programs.standing)


def test_nobody_applies_twice_in_a_specialty_and_the_first_comes_first():
    plans = NATIONAL.plans
    owner = np.repeat(np.arange(plans.first.size), np.diff(plans.start))
    pairs = owner * 1000 + plans.specialty
    assert np.unique(pairs).size == pairs.size
    assert np.array_equal(plans.specialty[plans.start[:-1]], plans.first)
    assert np.all(plans.role[plans.start[:-1]] == 0)


def test_preliminary_years_are_nobodys_first_specialty_and_go_with_advanced_programs():
    names = NATIONAL.shape.specialties
    plans, one_year = NATIONAL.plans, np.array([s in ONE_YEAR for s in names])
    assert not one_year[plans.first].any()
    owner = np.repeat(np.arange(plans.first.size), np.diff(plans.start))
    advanced = np.array([table("market_specialties")[s]["advanced_share"] > 0 for s in names])
    assert advanced[plans.first[owner[plans.role == 2]]].all()


def test_partners_are_two_people_and_of_the_same_side():
    couple, group = NATIONAL.people.couple, NATIONAL.plans.group
    assert np.unique(couple).size == couple.size
    sides = np.isin(group[couple], (0, 1))
    assert np.array_equal(sides[:, 0], sides[:, 1])


def test_people_are_like_their_type():
    people, group = NATIONAL.people, NATIONAL.plans.group
    assert not people.needs_visa[group != 3].any()
    assert people.years[group < 2].max() == 0
    assert people.ck[group == 0].mean() == pytest.approx(250, abs=0.5)
    share = table("market")["profile"]["needs_visa"]["non_us_img"]
    assert people.needs_visa[group == 3].mean() == pytest.approx(share, abs=0.02)


def test_most_university_programs_sponsor_a_visa_and_most_community_programs_have_more_imgs():
    programs = NATIONAL.programs
    at = programs.setting
    assert programs.sponsors.mean() == pytest.approx(table("catalogue")["visas"]["j1"], abs=0.03)
    assert programs.sponsors[at == 2].mean() > programs.sponsors[at == 0].mean()
    assert programs.img_share[at == 0].mean() > programs.img_share[at == 2].mean()


@pytest.mark.parametrize("scale", [0.0, -1.0, 21.0, float("nan")])
def test_an_impossible_size_is_refused(scale: float):
    with pytest.raises(ValueError, match="scale"):
        make_cohort(scale=scale)


@pytest.mark.parametrize("wanted", [[], ["alchemy"], ["urology"]])
def test_a_specialty_without_figures_is_refused(wanted: list[str]):
    with pytest.raises(ValueError, match="no figures of a market"):
        specialties_of(wanted)


def test_draws_depend_on_the_whole_address():
    first = market_words(Address(5, 2), 50, 100)
    assert np.array_equal(first, market_words(Address(5, 2), 50, 200)[:, :100])
    others = [(Address(6, 2), 50, 0), (Address(5, 3), 50, 0), (Address(5, 2), 51, 0), (Address(5, 2), 50, 1)]
    for address, stage, field in others:
        assert not np.array_equal(first, market_words(address, stage, 100, field))
    drawn = market_uniforms(Address(5, 2), 50, 10_000)
    assert abs(drawn.mean() - 0.5) < 0.01


def test_couples_are_as_many_as_asked_for_and_more_are_never_fewer_of_either():
    parts = np.array([couples_of(n) for n in range(2_001)])
    assert (parts.sum(axis=1) == np.arange(2_001)).all()
    assert (np.diff(parts, axis=0) >= 0).all()
