"""What is reported of work that lasts."""

from hypothesis import given
from hypothesis import strategies as st

from site_gen.system.progress import count_steps, track
from site_gen.system.workers import Phase, open_workers

Reports = list[tuple[str, int, int]]


def double(number: int) -> int:
    return 2 * number


@given(st.lists(st.integers(0, 99)))
def test_what_is_done_grows_from_nothing_to_all(weights: list[int]) -> None:
    reports: Reports = []
    items = list(track(range(len(weights)), lambda *one: reports.append(one), "Reading", weights))
    done = [report[1] for report in reports]
    assert items == list(range(len(weights)))
    assert (done[0], done[-1], done) == (0, sum(weights), sorted(done))
    assert {report[0::2] for report in reports} == {("Reading", sum(weights))}


def test_an_item_is_done_when_the_next_one_is_asked_for() -> None:
    reports: Reports = []
    items = track("ab", lambda *one: reports.append(one), "Reading", [3, 4])
    assert (next(items), reports) == ("a", [("Reading", 0, 7)])
    assert (next(items), reports[1:]) == ("b", [("Reading", 3, 7)])
    assert (list(items), reports[2:]) == ([], [("Reading", 7, 7)])


def test_steps_are_counted_wherever_they_are_done() -> None:
    reports: Reports = []
    step = count_steps(lambda *one: reports.append(one), "Publishing", 2)
    step()
    step()
    assert reports == [("Publishing", number, 2) for number in range(3)]


def test_a_job_of_this_process_is_done_when_it_is_reported() -> None:
    events: list[object] = []

    def work(number: int) -> int:
        events.append(number)
        return double(number)

    with open_workers(1, progress=lambda *one: events.append(f"{one[1]} done")) as workers:
        phase = Phase("Doubling", [5, 6])
        assert list(workers.map(work, [1, 2], phase=phase)) == [2, 4]
    assert events == ["0 done", 1, "5 done", 2, "11 done"]


def test_jobs_of_other_processes_are_reported() -> None:
    reports: Reports = []
    with open_workers(2, progress=lambda *one: reports.append(one)) as workers:
        phase = Phase("Doubling", [5, 6])
        assert list(workers.map(double, [1, 2], pays=True, phase=phase)) == [2, 4]
        assert list(workers.map(double, [1, 2])) == [2, 4]
    assert reports == [("Doubling", 0, 11), ("Doubling", 5, 11), ("Doubling", 11, 11)]
