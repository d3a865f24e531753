//! A buffer is sent and then cleared, with what was added while it was under way, as in willianmarquess/open-mt2#165.

use std::cell::RefCell;

use tokio::sync::Mutex;

/// Where measurements come from, and where they go.
#[cfg_attr(any(test, feature = "mocks"), asyncmock::automock)]
#[allow(async_fn_in_trait)]
pub trait Station {
    /// Measures something.
    async fn measure(&self) -> i32;

    /// Uploads measurements; whether they have arrived.
    async fn upload(&self, measurements: Vec<i32>) -> bool;
}

/// Measurements that are kept until they have arrived.
#[derive(Debug, Default)]
pub struct Buffer {
    measurements: RefCell<Vec<i32>>,
    uploading: Mutex<()>,
}

impl Buffer {
    /// Adds a measurement.
    pub async fn measure(&self, station: &impl Station) {
        let measurement = station.measure().await;
        self.measurements.borrow_mut().push(measurement);
    }

    /// Uploads what there is, and clears the buffer.
    pub async fn upload_and_clear(&self, station: &impl Station) {
        let _alone = self.uploading.lock().await;
        let measurements = self.measurements.borrow().clone();
        if station.upload(measurements).await {
            self.measurements.borrow_mut().clear();
        }
    }

    /// Uploads what there is, and takes that out of the buffer.
    pub async fn upload(&self, station: &impl Station) {
        let _alone = self.uploading.lock().await;
        let measurements = self.measurements.borrow().clone();
        let count = measurements.len();
        if station.upload(measurements).await {
            self.measurements.borrow_mut().drain(..count);
        }
    }
}

/// What the explorer runs.
#[cfg(any(test, feature = "mocks"))]
pub mod bodies {
    use std::sync::{Arc, Mutex};

    use futures::join;

    use super::{Buffer, MockStation};

    /// A station that measures 1, 2 and so on, and what has arrived.
    fn station() -> (MockStation, Arc<Mutex<Vec<i32>>>) {
        let (station, arrived) = (MockStation::new(), Arc::new(Mutex::new(Vec::new())));
        let (mut measurements, arriving) = (1.., Arc::clone(&arrived));
        station.expect_measure().returning(move || measurements.next().expect("there is no end of them"));
        station.expect_upload().returning(move |new| {
            arriving.lock().unwrap().extend(new);
            true
        });
        (station, arrived)
    }

    /// Something is measured while what was before is uploaded, and all is cleared.
    pub async fn fails() {
        let ((station, arrived), buffer) = (station(), Buffer::default());
        buffer.measure(&station).await;
        join!(buffer.upload_and_clear(&station), buffer.measure(&station));
        buffer.upload_and_clear(&station).await;
        assert_eq!(*arrived.lock().unwrap(), [1, 2], "what has arrived");
    }

    /// Something is measured while what was before is uploaded, and stays.
    pub async fn passes() {
        let ((station, arrived), buffer) = (station(), Buffer::default());
        buffer.measure(&station).await;
        join!(buffer.upload(&station), buffer.measure(&station));
        buffer.upload(&station).await;
        assert_eq!(*arrived.lock().unwrap(), [1, 2], "what has arrived");
    }
}

#[cfg(test)]
mod tests {
    use asyncmock::Explore;

    use super::super::finding::{find, passes};
    use super::bodies;

    #[test]
    fn what_is_added_meanwhile_is_cleared() {
        let found = find(|explore| explore, bodies::fails);
        assert_eq!(found.headline(), "assertion `left == right` failed: what has arrived");
        assert!(found.text.contains("\n  left: [1]\n right: [1, 2]\n"), "{}", found.text);
        assert_eq!(found.schedule, "am1:1");
        assert!(found.text.contains("\n> 2. Station::measure() at "), "{}", found.text);
    }

    #[test]
    fn what_is_added_meanwhile_is_uploaded_next() {
        assert_eq!(passes(Explore::new(), bodies::passes), 2);
    }
}
