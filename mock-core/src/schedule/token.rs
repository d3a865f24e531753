//! A schedule as a word that can be pasted: `am1:0.T.1`. Each part is what was picked where there was a choice, `T` for time that
//! passed, `C0` for the first of the futures that could be given up (cancelled); where nothing is said any more, what comes
//! first is picked. The number before the colon is that of the format. Behind a number may stand by what its call is known again, `1~7f3a`,
//! though it stands elsewhere among the others by then.

use std::fmt::Write as _;

use crate::schedule::step::{Mark, MarkedPick, Pick};

const PREFIX: &str = "am1:";

/// Writes picks as a word.
pub(crate) fn write(picks: &[Pick]) -> String {
    write_all(picks.iter().map(|pick| MarkedPick::from(*pick)))
}

/// The same with marks.
pub(crate) fn write_marked(picks: &[MarkedPick]) -> String {
    write_all(picks.iter().copied())
}

fn write_all(picks: impl ExactSizeIterator<Item = MarkedPick>) -> String {
    let mut token = String::from(PREFIX);
    if picks.len() == 0 {
        token.push('0');
    }
    for (index, MarkedPick { pick, mark }) in picks.enumerate() {
        if index > 0 {
            token.push('.');
        }
        match (pick.as_number(), pick.as_given_up()) {
            (Some(number), _) => _ = write!(token, "{number}"),
            (_, Some(number)) => _ = write!(token, "C{number}"),
            _ => token.push('T'),
        }
        if let Some(Mark(mark)) = mark {
            let _ = write!(token, "~{mark:x}");
        }
    }
    token
}

/// Reads such a word; or says what is wrong with it.
pub(crate) fn read(token: &str) -> Result<Vec<MarkedPick>, String> {
    let Some(parts) = token.trim().strip_prefix(PREFIX) else {
        return Err(format!("`{token}` is no schedule: one begins with `{PREFIX}`, as in `am1:0.T.1`"));
    };
    let wrong = |part: &str| format!("`{token}` is no schedule: `{part}` is no choice, as a number, `T` and `C0` are");
    parts.split('.').map(|part| read_part(part).ok_or_else(|| wrong(part))).collect()
}

fn read_part(part: &str) -> Option<MarkedPick> {
    let number = |text: &str| text.parse().ok().filter(|number| *number < Pick::MOST);
    if let Some((part, mark)) = part.split_once('~') {
        let mark = Mark(u16::from_str_radix(mark, 16).ok()?);
        return Some(MarkedPick { pick: Pick::number(number(part)?), mark: Some(mark) });
    }
    let pick = match (number(part), part.strip_prefix('C').and_then(number)) {
        (Some(number), _) => Pick::number(number),
        (_, Some(number)) => Pick::given_up(number),
        _ if part == "T" => Pick::TIME,
        _ => return None,
    };
    Some(pick.into())
}

#[cfg(test)]
mod tests {
    use super::{read, write, write_marked};
    use crate::schedule::step::{Mark, MarkedPick, Pick};

    #[test]
    fn a_schedule_is_a_word() {
        let picks = [Pick::number(0), Pick::TIME, Pick::given_up(3), Pick::number(12)];
        assert_eq!(write(&picks), "am1:0.T.C3.12");
        let picks = picks.map(MarkedPick::from);
        assert_eq!(read("am1:0.T.C3.12").unwrap(), picks);
        assert_eq!(read(" am1:0.T.C3.12\n").unwrap(), picks, "as it is copied");
    }

    #[test]
    fn calls_may_be_marked() {
        let first = MarkedPick { pick: Pick::number(0), mark: Some(Mark(0x7f3a)) };
        let picks = [first, Pick::TIME.into(), MarkedPick { pick: Pick::number(2), mark: Some(Mark(5)) }];
        assert_eq!(write_marked(&picks), "am1:0~7f3a.T.2~5");
        assert_eq!(read("am1:0~7f3a.T.2~5").unwrap(), picks);
    }

    #[test]
    fn what_comes_first_is_a_word_as_well() {
        let first = Pick::number(0);
        assert_eq!(write(&[]), "am1:0");
        assert_eq!(write(&[first, first]), "am1:0.0", "nothing is left out: another option may be the first");
        assert_eq!(read("am1:0").unwrap(), [first.into()]);
    }

    #[test]
    fn what_is_no_schedule_is_said_to_be_none() {
        let wrong = |token: &str| read(token).unwrap_err();
        assert_eq!(wrong("0.1"), "`0.1` is no schedule: one begins with `am1:`, as in `am1:0.T.1`");
        assert_eq!(wrong("am2:0"), "`am2:0` is no schedule: one begins with `am1:`, as in `am1:0.T.1`");
        let part =
            |part: &str| format!("`am1:0.{part}` is no schedule: `{part}` is no choice, as a number, `T` and `C0` are");
        for unread in [
            "", "t", "-1", "32767", "65536", "1,2", "C", "c1", "C-1", "C32767", "T1", "T~1", "C0~1", "1~", "1~x",
            "1~10000",
        ] {
            assert_eq!(wrong(&format!("am1:0.{unread}")), part(unread));
        }
    }
}
