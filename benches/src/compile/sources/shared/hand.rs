use std::sync::Mutex;

use crate::Record;
use crate::fake::Method;

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
    vals: Mutex<Method<(u32, u64), u64>>,
    text: Mutex<Method<(String, u32), Result<String, String>>>,
    get: Mutex<Method<u64, Record>>,
    fetch: Mutex<Method<u32, Result<Record, String>>>,
    store: Mutex<Method<(String, u32), Result<(), String>>>,
    rename: Mutex<Method<(String, String), bool>>,
}

impl FakeSix {
    pub fn verify(&self) {
        self.vals.lock().unwrap().verify();
        self.text.lock().unwrap().verify();
        self.get.lock().unwrap().verify();
        self.fetch.lock().unwrap().verify();
        self.store.lock().unwrap().verify();
        self.rename.lock().unwrap().verify();
    }
}

impl Six for FakeSix {
    fn vals(&self, a: u32, b: u64) -> u64 {
        self.vals.lock().unwrap().call((a, b))
    }

    fn text(&self, name: &str, n: u32) -> Result<String, String> {
        self.text.lock().unwrap().call((name.to_owned(), n))
    }

    fn get(&self, id: u64) -> Record {
        self.get.lock().unwrap().call(id)
    }

    async fn fetch(&self, id: u32) -> Result<Record, String> {
        self.fetch.lock().unwrap().call(id)
    }

    async fn store(&self, name: &str, n: u32) -> Result<(), String> {
        self.store.lock().unwrap().call((name.to_owned(), n))
    }

    async fn rename(&self, from: String, to: String) -> bool {
        self.rename.lock().unwrap().call((from, to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::now;

    #[test]
    fn each_method_is_called_once() {
        let mut six = FakeSix::default();
        six.vals
            .get_mut()
            .unwrap()
            .expect((1, 2), |(a, b)| u64::from(*a) + b, Some(1));
        six.text.get_mut().unwrap().expect(
            ("north".to_owned(), 3),
            |(name, _)| Ok(name.clone()),
            Some(1),
        );
        six.get
            .get_mut()
            .unwrap()
            .expect(7, |id| Record { id: *id }, Some(1));
        six.fetch
            .get_mut()
            .unwrap()
            .expect(8, |id| Ok(Record { id: u64::from(*id) }), Some(1));
        six.store
            .get_mut()
            .unwrap()
            .expect(("north".to_owned(), 4), |_| Ok(()), Some(1));
        six.rename.get_mut().unwrap().expect(
            ("a".to_owned(), "b".to_owned()),
            |(from, to)| from != to,
            Some(1),
        );

        assert_eq!(six.vals(1, 2), 3);
        assert_eq!(six.text("north", 3), Ok("north".to_owned()));
        assert_eq!(six.get(7), Record { id: 7 });
        assert_eq!(now(six.fetch(8)), Ok(Record { id: 8 }));
        assert_eq!(now(six.store("north", 4)), Ok(()));
        assert!(now(six.rename("a".to_owned(), "b".to_owned())));

        six.verify();
    }
}
