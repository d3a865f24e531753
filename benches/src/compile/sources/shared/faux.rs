use crate::Record;

#[faux::create]
pub struct Six {}

#[faux::methods]
impl Six {
    pub fn vals(&self, _a: u32, _b: u64) -> u64 {
        unreachable!()
    }

    pub fn text(&self, _name: &str, _n: u32) -> Result<String, String> {
        unreachable!()
    }

    pub fn get(&self, _id: u64) -> Record {
        unreachable!()
    }

    pub async fn fetch(&self, _id: u32) -> Result<Record, String> {
        unreachable!()
    }

    pub async fn store(&self, _name: &str, _n: u32) -> Result<(), String> {
        unreachable!()
    }

    pub async fn rename(&self, _from: String, _to: String) -> bool {
        unreachable!()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::now;

    #[test]
    fn each_method_is_called_once() {
        let mut six = Six::faux();
        faux::when!(six.vals(1, 2))
            .times(1)
            .then(|(a, b)| u64::from(a) + b);
        faux::when!(six.text("north", 3))
            .times(1)
            .then(|(name, _)| Ok(name.to_owned()));
        faux::when!(six.get(7)).times(1).then(|id| Record { id });
        faux::when!(six.fetch(8))
            .times(1)
            .then(|id| Ok(Record { id: id.into() }));
        faux::when!(six.store("north", 4)).times(1).then(|_| Ok(()));
        faux::when!(six.rename("a".to_owned(), "b".to_owned()))
            .times(1)
            .then(|(from, to)| from != to);

        assert_eq!(six.vals(1, 2), 3);
        assert_eq!(six.text("north", 3), Ok("north".to_owned()));
        assert_eq!(six.get(7), Record { id: 7 });
        assert_eq!(now(six.fetch(8)), Ok(Record { id: 8 }));
        assert_eq!(now(six.store("north", 4)), Ok(()));
        assert!(now(six.rename("a".to_owned(), "b".to_owned())));
    }
}
