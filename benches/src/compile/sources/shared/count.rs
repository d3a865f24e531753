use crate::Record;
use crate::fake::{Expectation, call, verify};

pub trait Six {
    fn vals(&self, a: u32, b: u64) -> u64;
    fn text(&self, name: &str, n: u32) -> Result<String, String>;
    fn get(&self, id: u64) -> Record;
    async fn fetch(&self, id: u32) -> Result<Record, String>;
    async fn store(&self, name: &str, n: u32) -> Result<(), String>;
    async fn rename(&self, from: String, to: String) -> bool;
}

#[derive(Default)]
pub struct FakeSix {
    vals: Vec<Expectation<(u32, u64), u64>>,
    text: Vec<Expectation<(String, u32), Result<String, String>>>,
    get: Vec<Expectation<u64, Record>>,
    fetch: Vec<Expectation<u32, Result<Record, String>>>,
    store: Vec<Expectation<(String, u32), Result<(), String>>>,
    rename: Vec<Expectation<(String, String), bool>>,
}

impl FakeSix {
    pub fn verify(&self) {
        verify(&self.vals);
        verify(&self.text);
        verify(&self.get);
        verify(&self.fetch);
        verify(&self.store);
        verify(&self.rename);
    }
}

impl Six for FakeSix {
    fn vals(&self, a: u32, b: u64) -> u64 {
        call(&self.vals, |args| *args == (a, b))
    }

    fn text(&self, name: &str, n: u32) -> Result<String, String> {
        call(&self.text, |args| args.0 == name && args.1 == n)
    }

    fn get(&self, id: u64) -> Record {
        call(&self.get, |arg| *arg == id)
    }

    async fn fetch(&self, id: u32) -> Result<Record, String> {
        call(&self.fetch, |arg| *arg == id)
    }

    async fn store(&self, name: &str, n: u32) -> Result<(), String> {
        call(&self.store, |args| args.0 == name && args.1 == n)
    }

    async fn rename(&self, from: String, to: String) -> bool {
        call(&self.rename, |args| args.0 == from && args.1 == to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::now;

    #[test]
    fn each_method_is_called_once() {
        let mut six = FakeSix::default();
        six.vals.push(Expectation::new(
            (1, 2),
            |(a, b)| u64::from(*a) + b,
            Some(1),
        ));
        six.text.push(Expectation::new(
            ("north".to_owned(), 3),
            |(name, _)| Ok(name.clone()),
            Some(1),
        ));
        six.get
            .push(Expectation::new(7, |id| Record { id: *id }, Some(1)));
        six.fetch.push(Expectation::new(
            8,
            |id| Ok(Record { id: u64::from(*id) }),
            Some(1),
        ));
        six.store.push(Expectation::new(
            ("north".to_owned(), 4),
            |_| Ok(()),
            Some(1),
        ));
        six.rename.push(Expectation::new(
            ("a".to_owned(), "b".to_owned()),
            |(from, to)| from != to,
            Some(1),
        ));

        assert_eq!(six.vals(1, 2), 3);
        assert_eq!(six.text("north", 3), Ok("north".to_owned()));
        assert_eq!(six.get(7), Record { id: 7 });
        assert_eq!(now(six.fetch(8)), Ok(Record { id: 8 }));
        assert_eq!(now(six.store("north", 4)), Ok(()));
        assert!(now(six.rename("a".to_owned(), "b".to_owned())));

        six.verify();
    }
}
