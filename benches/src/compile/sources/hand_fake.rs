//! What the fakes of all traits share.

/// What is expected of one method, and what was seen of it.
pub struct Method<Args, Output> {
    expectations: Vec<Expectation<Args, Output>>,
    calls: Vec<Args>,
}

pub struct Expectation<Args, Output> {
    args: Args,
    answer: fn(&Args) -> Output,
    times: Option<usize>,
    seen: usize,
}

impl<Args: PartialEq, Output> Method<Args, Output> {
    pub fn expect(&mut self, args: Args, answer: fn(&Args) -> Output, times: Option<usize>) {
        let expectation = Expectation {
            args,
            answer,
            times,
            seen: 0,
        };
        self.expectations.push(expectation);
    }

    /// Answers by the first expectation that the call meets, and records the call.
    pub fn call(&mut self, args: Args) -> Output {
        let expected = self
            .expectations
            .iter_mut()
            .find(|expected| expected.args == args);
        let expected = expected.expect("an expected call");
        expected.seen += 1;
        let output = (expected.answer)(&args);
        self.calls.push(args);
        output
    }

    pub fn verify(&self) {
        for expected in &self.expectations {
            if let Some(times) = expected.times {
                assert_eq!(expected.seen, times, "number of calls");
            }
        }
    }
}

impl<Args, Output> Default for Method<Args, Output> {
    fn default() -> Self {
        Self {
            expectations: Vec::new(),
            calls: Vec::new(),
        }
    }
}
