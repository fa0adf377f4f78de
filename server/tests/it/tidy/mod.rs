//! What must never be in the project. Each rule has a test that it holds, and one that it would notice.

mod data;
mod files;
mod rooms;
mod source;
mod view;

use source::{Offence, Source, files};

/// A rule about files.
pub struct Rule {
    /// The sentence for whoever broke it.
    pub says: &'static str,
    /// Folders or files it looks at.
    pub under: &'static [&'static str],
    /// Extensions it looks at.
    pub extensions: &'static [&'static str],
    /// What it finds in a file.
    pub find: fn(&Source) -> Vec<Offence>,
    /// Path and text of files that break it; each must be noticed.
    pub planted: &'static [(&'static str, &'static str)],
    /// Path and text of files that come close and do not break it.
    pub fine: &'static [(&'static str, &'static str)],
}

impl Rule {
    /// Fails with a sentence per offence, naming file and line.
    pub fn hold(&self) {
        let sources: Vec<_> = self.under.iter().flat_map(|under| files(under, self.extensions)).collect();
        assert!(!sources.is_empty(), "no files under {:?}: the rule would hold for nothing", self.under);
        let offences: Vec<_> = sources.iter().flat_map(|source| self.sentences(source)).collect();
        assert!(offences.is_empty(), "{}\n{}\n", self.says, offences.join("\n"));
    }

    /// Fails when the rule overlooks what is planted, or minds what is fine.
    pub fn notice(&self) {
        for (path, text) in self.planted {
            let found = (self.find)(&Source::new(path, text));
            assert_eq!(found.len(), 1, "in {path}: {text}\nfound {found:?}");
        }
        for (path, text) in self.fine {
            let found = (self.find)(&Source::new(path, text));
            assert!(found.is_empty(), "in {path}: {text}\nfound {found:?}");
        }
    }

    fn sentences(&self, source: &Source) -> Vec<String> {
        let told = |offence: Offence| format!("  {}:{}: {}", source.path, offence.line, offence.what);
        (self.find)(source).into_iter().map(told).collect()
    }
}

/// A rule as two tests.
macro_rules! rule {
    ($name:ident: $rule:expr) => {
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            #[test]
            fn holds() {
                $rule.hold();
            }

            #[test]
            fn notices_an_offence() {
                $rule.notice();
            }
        }
    };
}
use rule;
