//! Reads forms out of pages, as a browser without scripting sends them.

/// A form of a page.
#[derive(Debug, Clone)]
pub struct Form {
    /// Where it is sent.
    pub action: String,
    /// Names and values, as they stand.
    pub pairs: Vec<(String, String)>,
}

impl Form {
    /// The form of a page that is sent to a path.
    pub fn of(page: &str, action: &str) -> Self {
        let mark = format!("action=\"{action}\"");
        let at = page.find(&mark).unwrap_or_else(|| panic!("no form for {action} in\n{page}"));
        let begin = page[..at].rfind("<form").unwrap();
        let end = begin + page[begin..].find("</form>").unwrap();
        Self { action: action.to_owned(), pairs: pairs(&page[begin..end]) }
    }

    /// Changes a field that is there.
    pub fn set(&mut self, name: &str, value: &str) {
        let pair = self.pairs.iter_mut().find(|(known, _)| known == name);
        pair.unwrap_or_else(|| panic!("no field {name}")).1 = value.to_owned();
    }

    /// The value of a field.
    pub fn value(&self, name: &str) -> &str {
        self.pairs.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// As the browser of the tests takes them.
    pub fn as_pairs(&self) -> Vec<(&str, &str)> {
        self.pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
    }
}

fn pairs(form: &str) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    let mut rest = form;
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        let end = rest.find('>').unwrap_or(rest.len());
        let tag = &rest[..end];
        if tag.starts_with("<input")
            && !matches!(attribute(tag, "type").as_deref(), Some("file" | "checkbox" | "radio"))
        {
            if let Some(name) = attribute(tag, "name") {
                pairs.push((name, attribute(tag, "value").unwrap_or_default()));
            }
        } else if tag.starts_with("<select") {
            let close = rest.find("</select>").unwrap();
            if let Some(name) = attribute(tag, "name") {
                pairs.push((name, chosen(&rest[end..close])));
            }
            rest = &rest[close..];
            continue;
        }
        rest = &rest[end.min(rest.len())..];
    }
    pairs
}

/// The selected option of a select, else its first.
fn chosen(options: &str) -> String {
    let tags: Vec<&str> =
        options.split("<option").skip(1).map(|tag| tag.split('>').next().unwrap_or_default()).collect();
    let marked = tags.iter().find(|tag| tag.split_whitespace().any(|word| word.starts_with("selected")));
    marked.or(tags.first()).and_then(|tag| attribute(tag, "value")).unwrap_or_default()
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let mark = format!(" {name}=\"");
    let at = tag.find(&mark)? + mark.len();
    let value = &tag[at..at + tag[at..].find('"')?];
    Some(
        value
            .replace("&quot;", "\"")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&#x27;", "'")
            .replace("&amp;", "&"),
    )
}
