//! How many connections there may be: in all, and from one address.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Room for connections.
#[derive(Clone)]
pub struct Places {
    all: Arc<Semaphore>,
    per_ip: usize,
    /// Proxies bring everybody's connections.
    unlimited: Arc<[IpAddr]>,
    taken: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

/// One place of all, not yet anybody's.
pub struct Free {
    permit: OwnedSemaphorePermit,
    places: Places,
}

/// One taken place; given back when dropped.
pub struct Place {
    _permit: OwnedSemaphorePermit,
    counted: Option<(IpAddr, Places)>,
}

impl Places {
    /// Room for `all` connections, `per_ip` from one address; `unlimited` addresses and this machine aside.
    pub fn new(all: usize, per_ip: usize, unlimited: Vec<IpAddr>) -> Self {
        let all = Arc::new(Semaphore::new(all.min(Semaphore::MAX_PERMITS)));
        Self { all, per_ip, unlimited: unlimited.into(), taken: Arc::default() }
    }

    /// Waits for a free place.
    pub async fn one(&self) -> Option<Free> {
        let permit = Arc::clone(&self.all).acquire_owned().await.ok()?;
        Some(Free { permit, places: self.clone() })
    }
}

impl Free {
    /// Makes it the place of an address, unless that has its share already.
    pub fn of(self, ip: IpAddr) -> Option<Place> {
        let (Self { permit, places }, ip) = (self, ip.to_canonical());
        if ip.is_loopback() || places.unlimited.contains(&ip) {
            return Some(Place { _permit: permit, counted: None });
        }
        {
            let mut taken = places.taken.lock().ok()?;
            let count = taken.entry(ip).or_default();
            if *count >= places.per_ip {
                return None;
            }
            *count += 1;
        }
        Some(Place { _permit: permit, counted: Some((ip, places)) })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let Some((ip, places)) = &self.counted else { return };
        let Ok(mut taken) = places.taken.lock() else { return };
        if let Some(count) = taken.get_mut(ip) {
            *count -= 1;
            if *count == 0 {
                taken.remove(ip);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn s37_one_address_gets_its_share_and_not_more() {
        let (stranger, proxy) = ("203.0.113.7".parse().unwrap(), "10.0.0.1".parse().unwrap());
        let places = Places::new(10, 2, vec![proxy]);
        let first = places.one().await.unwrap().of(stranger).unwrap();
        let _second = places.one().await.unwrap().of(stranger).unwrap();
        assert!(places.one().await.unwrap().of(stranger).is_none());
        drop(first);
        assert!(places.one().await.unwrap().of(stranger).is_some());
        let mut many = Vec::new();
        for ip in [proxy, IpAddr::from([127, 0, 0, 1])] {
            for _ in 0..3 {
                many.push(places.one().await.unwrap().of(ip).unwrap());
            }
        }
        assert_eq!(places.all.available_permits(), 3);
        drop(many);
        assert_eq!(places.all.available_permits(), 9);
    }
}
