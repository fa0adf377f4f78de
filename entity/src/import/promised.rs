//! Customers that stand somewhere in the file at hand: their ids are promised before the first row is judged, so that a row may
//! name a parent further down.

use super::Known;
use crate::shared::ids::CustomerId;
use crate::shared::text::{fold, tidy};
use std::collections::HashMap;

/// A customer that stands somewhere in the file at hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InFile {
    /// The id it will have, unless it turns out to be here already.
    pub id: CustomerId,
    pub name: String,
    /// Empty when the file gives none.
    pub number: String,
}

impl Known {
    /// The customer of this file that a text means: by its name, or by the number its row gives.
    pub fn promised(&self, text: &str) -> Option<&InFile> {
        self.in_file.get(&fold(text)).or_else(|| self.numbered_in_file.get(&tidy(text)))
    }

    /// The customer of this file that a row is about: two numbers are two customers, also under one name.
    pub fn promised_row(&self, number: &str, name: &str) -> Option<&InFile> {
        let by_name = || self.in_file.get(&fold(name)).filter(|promised| promised.number == number);
        self.numbered_in_file.get(number).or_else(by_name)
    }

    /// Promises a customer that stands in this file, under its name and its number; the first row of each counts.
    pub fn promise(&mut self, promised: InFile) {
        if !promised.number.is_empty() {
            self.numbered_in_file.entry(promised.number.clone()).or_insert_with(|| promised.clone());
        }
        self.in_file.entry(fold(&promised.name)).or_insert(promised);
    }

    /// Every customer that stands in this file.
    pub fn all_promised(&self) -> impl Iterator<Item = &InFile> {
        self.in_file.values().chain(self.numbered_in_file.values())
    }

    /// Says of parents that are given by number what they are called, so that circles are found by names.
    pub fn name_parents(&mut self) {
        let names: HashMap<String, String> = self
            .numbered_in_file
            .iter()
            .map(|(number, promised)| (fold(number), fold(&promised.name)))
            .filter(|(number, _)| !self.in_file.contains_key(number))
            .collect();
        for parent in self.parents_in_file.values_mut() {
            if let Some(name) = names.get(parent) {
                parent.clone_from(name);
            }
        }
    }
}
