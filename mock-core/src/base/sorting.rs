//! Sorting. The standard library's is some forty functions, compiled anew for each type that is sorted, and for each key: so
//! there is one type here, and whatever is to be in order is moved to its place.

/// Sorts places in an order, each with what it is the place of.
pub(crate) fn sort(places: &mut [(u32, usize)]) {
    places.sort_unstable();
}

/// Puts values into the order of their keys. Those of one key stay in the order in which they are.
pub(crate) fn put_in_order<T>(values: &mut [T], key: impl Fn(&T) -> u32) {
    let mut places = Vec::with_capacity(values.len());
    for (index, value) in values.iter().enumerate() {
        places.push((key(value), index));
    }
    sort(&mut places);
    for to in 0..places.len() {
        // What was there at first may have made way for another: that wrote down where to.
        let mut from = places[to].1;
        while from < to {
            from = places[from].1;
        }
        places[to].1 = from;
        values.swap(to, from);
    }
}

#[cfg(test)]
mod tests {
    use super::put_in_order;

    #[test]
    fn values_are_put_in_order_and_those_of_one_key_stay_as_they_are() {
        let mut values: Vec<(u32, usize)> = (0..100).map(|index| (index * 37 % 10, index as usize)).collect();
        let mut sorted = values.clone();
        sorted.sort_by_key(|(key, _)| *key);
        put_in_order(&mut values, |(key, _)| *key);
        assert_eq!(values, sorted);
    }
}
