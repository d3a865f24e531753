//! Spans of time that take little room.

use std::time::Duration;

/// A span of time in 32 bits: 30 bits of the smallest unit that holds it. What fits into a second is exact to the
/// nanosecond, and the whole milliseconds of virtual time are exact up to twelve days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Span(u32);

const UNIT_SHIFT: u32 = 30;
const MANTISSA: u64 = (1 << UNIT_SHIFT) - 1;

impl Span {
    /// Packs a number of nanoseconds.
    #[inline(always)]
    pub(crate) fn from_nanos(nanos: u64) -> Self {
        if nanos <= MANTISSA {
            return Span(nanos as u32);
        }
        Self::coarse(nanos)
    }

    #[cold]
    fn coarse(nanos: u64) -> Self {
        // A difference of two clocks, one of which was ahead: no time.
        if nanos > i64::MAX as u64 {
            return Span(0);
        }
        let mut value = nanos;
        let mut unit = 0;
        while value > MANTISSA && unit < 3 {
            value /= 1000;
            unit += 1;
        }
        Span(unit << UNIT_SHIFT | value.min(MANTISSA) as u32)
    }

    /// The span of time.
    pub(crate) fn duration(self) -> Duration {
        let value = u64::from(self.0) & MANTISSA;
        match self.0 >> UNIT_SHIFT {
            0 => Duration::from_nanos(value),
            1 => Duration::from_micros(value),
            2 => Duration::from_millis(value),
            _ => Duration::from_secs(value),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_of_virtual_time_are_exact() {
        for millis in [0, 1, 20, 999, 60_000, 3_600_000, 86_400_000] {
            let span = Span::from_nanos(millis * 1_000_000);
            assert_eq!(span.duration(), Duration::from_millis(millis));
        }
    }

    #[test]
    fn a_real_span_loses_less_than_its_unit() {
        assert_eq!(Span::from_nanos(1_073_741_823).duration(), Duration::from_nanos(1_073_741_823));
        assert_eq!(Span::from_nanos(2_000_000_999).duration(), Duration::from_micros(2_000_000));
        assert_eq!(Span::from_nanos(i64::MAX as u64).duration(), Duration::from_secs(MANTISSA));
    }

    #[test]
    fn a_clock_that_goes_back_takes_no_time() {
        assert_eq!(Span::from_nanos(5_u64.wrapping_sub(6)).duration(), Duration::ZERO);
    }
}
