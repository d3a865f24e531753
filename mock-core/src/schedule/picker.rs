//! Who picks in one run: first what was laid down, then the first option each, or one by chance.

use crate::schedule::random::Random;
use crate::schedule::step::{Mark, MarkedPick, Pick, Step, StepKind};

/// Picks, and remembers what was picked.
#[derive(Debug)]
pub(crate) struct Picker {
    /// What is to be picked first.
    laid_down: Vec<MarkedPick>,
    beyond: Beyond,
    steps: Vec<Step>,
    /// How many steps there were before the first at which nothing need have been tried.
    redundant: Option<usize>,
    /// At which step what was laid down was no option.
    diverged: Option<usize>,
    /// At which step no call was marked as it was laid down.
    unlike: Option<usize>,
}

/// How it goes on where nothing is laid down.
#[derive(Clone, Debug)]
pub(crate) enum Beyond {
    /// With the first option each.
    First,
    /// With any.
    Any(Random),
    /// With the call of whoever has the highest priority, which is drawn when somebody comes up; at a few steps the highest falls
    /// below all others. (Probabilistic concurrency testing, Burckhardt and others, ASPLOS 2010.)
    Priorities(Priorities),
}

/// The priorities of whoever runs calls.
#[derive(Clone, Debug)]
pub(crate) struct Priorities {
    random: Random,
    /// By runner.
    known: Vec<(u32, u64)>,
    /// At which steps the highest falls.
    falls: Vec<usize>,
    /// How many have fallen.
    fallen: u64,
}

impl Priorities {
    /// With so many falls among the first steps.
    pub(crate) fn new(mut random: Random, falls: usize, steps: usize) -> Self {
        let falls = (0..falls).map(|_| random.below(steps.max(1))).collect();
        Priorities { random, known: Vec::new(), falls, fallen: 0 }
    }

    fn of(&mut self, runner: u32) -> u64 {
        if let Some((_, priority)) = self.known.iter().find(|(known, _)| *known == runner) {
            return *priority;
        }
        // Above those that have fallen.
        let priority = self.random.next() | 1 << 63;
        self.known.push((runner, priority));
        priority
    }

    fn pick(&mut self, step: usize, of: usize, runner: &mut dyn FnMut(usize) -> u32) -> usize {
        let highest = |this: &mut Self, runner: &mut dyn FnMut(usize) -> u32| {
            (0..of).max_by_key(|option| (this.of(runner(*option)), of - option)).unwrap_or_default()
        };
        let falls = self.falls.iter().filter(|fall| **fall == step).count();
        for _ in 0..falls {
            let highest = highest(self, runner);
            let falling = runner(highest);
            self.fallen += 1;
            let lowest = (1 << 62) - self.fallen;
            self.known.iter_mut().filter(|(known, _)| *known == falling).for_each(|(_, priority)| *priority = lowest);
        }
        highest(self, runner)
    }
}

impl Picker {
    pub(crate) fn new(laid_down: impl IntoIterator<Item = impl Into<MarkedPick>>, beyond: Beyond) -> Self {
        let laid_down = laid_down.into_iter().map(Into::into).collect();
        Picker { laid_down, beyond, steps: Vec::new(), redundant: None, diverged: None, unlike: None }
    }

    /// Picks one of some options, of which some are asleep; who runs each is told where that matters, and how calls are marked,
    /// if that is known.
    pub(crate) fn pick(
        &mut self,
        kind: StepKind,
        of: usize,
        asleep: u64,
        marks: &[Mark],
        runner: &mut dyn FnMut(usize) -> u32,
    ) -> usize {
        let first = Step::first(small(of), asleep);
        if first.is_none() {
            self.redundant.get_or_insert(self.steps.len());
        }
        if of == 1 {
            return 0;
        }
        let step = self.steps.len();
        let laid_down = self.laid_down.get(step).copied().map(|laid_down| self.find(laid_down, kind, of, marks));
        let picked = match laid_down {
            Some(Some(option)) => option,
            Some(None) => {
                self.diverged.get_or_insert(step);
                0
            }
            None => match &mut self.beyond {
                Beyond::First => usize::from(first.unwrap_or(0)),
                Beyond::Any(random) => random.below(of),
                Beyond::Priorities(priorities) if is_of_calls(kind, of) => priorities.pick(step, of, runner),
                Beyond::Priorities(priorities) => priorities.random.below(of),
            },
        };
        self.steps.push(Step { picked: small(picked), of: small(of), kind, asleep });
        picked
    }

    /// Which option was laid down, if there is such a one: by its mark rather than by its number.
    fn find(&mut self, laid_down: MarkedPick, kind: StepKind, of: usize, marks: &[Mark]) -> Option<usize> {
        let option = laid_down.pick.option(kind, of);
        let Some(mark) = laid_down.mark.filter(|_| !marks.is_empty()) else { return option };
        let is_marked = |option: &usize| marks.get(*option) == Some(&mark);
        let marked = option.filter(is_marked).or_else(|| (0..marks.len()).find(is_marked));
        if marked.is_none() {
            self.unlike.get_or_insert(self.steps.len());
        }
        marked.or(option)
    }

    /// The first step at which no call was marked as it was laid down, and one was picked by its number.
    pub(crate) fn unlike(&self) -> Option<usize> {
        self.unlike
    }

    /// What was picked so far.
    pub(crate) fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// How many steps there were before all that they lead to is tried elsewhere, if that was so.
    pub(crate) fn redundant(&self) -> Option<usize> {
        self.redundant
    }

    /// The step at which what was laid down was no option; or the first that did not come to pass, if the run is over.
    pub(crate) fn diverged(&self) -> Option<usize> {
        // What is laid down of first options may be missing.
        let said =
            self.laid_down.iter().rposition(|laid_down| laid_down.pick != Pick::number(0)).map_or(0, |last| last + 1);
        self.diverged.or((self.steps.len() < said).then_some(self.steps.len()))
    }
}

/// Whether it is nothing but calls.
fn is_of_calls(kind: StepKind, of: usize) -> bool {
    matches!(kind, StepKind::Turn { calls, .. } if usize::from(calls) == of)
}

/// No test has so many calls at once that it matters.
pub(crate) fn small(number: usize) -> u16 {
    u16::try_from(number).map_or(Pick::MOST - 1, |number| number.min(Pick::MOST - 1))
}

#[cfg(test)]
mod tests {
    use super::{Beyond, Picker, Priorities};
    use crate::schedule::random::Random;
    use crate::schedule::step::{Mark, MarkedPick, Pick, StepKind};

    const CALLS_3: StepKind = StepKind::Turn { calls: 3, time: false };

    fn nobody(_: usize) -> u32 {
        0
    }

    #[test]
    fn what_is_laid_down_comes_first() {
        let mut picker = Picker::new(vec![Pick::number(2), Pick::TIME], Beyond::First);
        assert_eq!(picker.pick(CALLS_3, 3, 0, &[], &mut nobody), 2);
        assert_eq!(picker.diverged(), Some(1), "if it ends here");
        assert_eq!(picker.pick(StepKind::Turn { calls: 2, time: true }, 3, 0, &[], &mut nobody), 2);
        assert_eq!(picker.pick(CALLS_3, 3, 0, &[], &mut nobody), 0);
        assert_eq!(picker.diverged(), None);
        let picks: Vec<Pick> = picker.steps().iter().map(|step| step.pick()).collect();
        assert_eq!(picks, [Pick::number(2), Pick::TIME, Pick::number(0)]);
        let departs: Vec<bool> = picker.steps().iter().map(|step| step.departs()).collect();
        assert_eq!(departs, [true, true, false]);
    }

    #[test]
    fn what_is_asleep_is_not_picked_unless_it_is_laid_down() {
        let mut picker = Picker::new(vec![Pick::number(0)], Beyond::First);
        assert_eq!(picker.pick(CALLS_3, 3, 0b1, &[], &mut nobody), 0);
        assert_eq!(picker.pick(CALLS_3, 3, 0b1, &[], &mut nobody), 1);
        assert_eq!(picker.redundant(), None);
        assert_eq!(picker.pick(CALLS_3, 3, 0b111, &[], &mut nobody), 0);
        assert_eq!(picker.redundant(), Some(2));
        let mut picker = Picker::new([] as [Pick; 0], Beyond::First);
        assert_eq!(picker.pick(StepKind::Own, 1, 0b1, &[], &mut nobody), 0);
        assert!(picker.redundant() == Some(0) && picker.steps().is_empty());
    }

    #[test]
    fn what_is_marked_is_picked_wherever_it_stands() {
        let [a, b, c, gone] = ["a", "b", "c", "gone"].map(Mark::of);
        let laid_down = |number: u16, mark| MarkedPick { pick: Pick::number(number), mark: Some(mark) };
        let picked = |laid_down, marks: &[Mark]| {
            let mut picker = Picker::new([laid_down], Beyond::First);
            let picked = picker.pick(CALLS_3, 3, 0, marks, &mut nobody);
            (picked, picker.unlike(), picker.diverged())
        };
        assert_eq!(picked(laid_down(1, b), &[a, b, c]), (1, None, None));
        assert_eq!(picked(laid_down(1, b), &[a, c, b]), (2, None, None));
        assert_eq!(picked(laid_down(2, b), &[a, b, b]), (2, None, None), "of two, that with its number");
        assert_eq!(picked(laid_down(7, b), &[a, b, c]), (1, None, None));
        assert_eq!(picked(laid_down(1, gone), &[a, b, c]), (1, Some(0), None), "by its number");
        assert_eq!(picked(laid_down(7, gone), &[a, b, c]), (0, Some(0), Some(0)));
        assert_eq!(picked(laid_down(1, gone), &[]), (1, None, None), "nobody knows");
    }

    #[test]
    fn what_was_no_option_is_told() {
        for laid_down in [Pick::number(2), Pick::TIME] {
            let mut picker = Picker::new(vec![Pick::number(1), laid_down], Beyond::First);
            picker.pick(StepKind::Own, 2, 0, &[], &mut nobody);
            assert_eq!(picker.pick(StepKind::Turn { calls: 2, time: false }, 2, 0, &[], &mut nobody), 0);
            assert_eq!(picker.diverged(), Some(1));
        }
    }

    #[test]
    fn by_chance_each_option_comes_up() {
        let mut seen = [false; 4];
        let mut picker = Picker::new([] as [Pick; 0], Beyond::Any(Random::new(1)));
        for _ in 0..100 {
            seen[picker.pick(StepKind::Turn { calls: 4, time: false }, 4, 0, &[], &mut nobody)] = true;
        }
        assert_eq!(seen, [true; 4]);
    }

    #[test]
    fn whoever_has_priority_goes_on_until_it_falls() {
        let priorities = Priorities::new(Random::new(5), 0, 10);
        let mut picker = Picker::new([] as [Pick; 0], Beyond::Priorities(priorities));
        let runner = |option: usize| option as u32;
        let first = picker.pick(CALLS_3, 3, 0, &[], &mut { runner });
        for _ in 0..5 {
            assert_eq!(picker.pick(CALLS_3, 3, 0, &[], &mut { runner }), first);
        }
        let mut priorities = Priorities::new(Random::new(5), 0, 10);
        priorities.falls = vec![3];
        let mut picker = Picker::new([] as [Pick; 0], Beyond::Priorities(priorities));
        let picks: Vec<usize> = (0..6).map(|_| picker.pick(CALLS_3, 3, 0, &[], &mut { runner })).collect();
        assert_eq!(picks[..3], [first; 3]);
        assert!(picks[3..].iter().all(|pick| *pick == picks[3] && *pick != first), "{picks:?}");
    }
}
