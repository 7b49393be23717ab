//! A page of HTML, as far as a form needs it read.

/// What a user can do on a page.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Page {
    /// The first form.
    pub(crate) form: Option<Form>,
    /// The names and values of the buttons, those outside the form as well.
    pub(crate) buttons: Vec<(String, String)>,
    pub(crate) links: Vec<String>,
}

/// A form: where it goes, and the names and values of its fields.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Form {
    /// Empty for the page's own URL.
    pub(crate) action: String,
    pub(crate) fields: Vec<(String, String)>,
}

impl Page {
    pub(crate) fn read(html: &str) -> Self {
        let mut page = Self { form: None, buttons: Vec::new(), links: Vec::new() };
        let mut inside = false;
        for tag in html.split('<').skip(1).map(Tag::read) {
            match (tag.name, &mut page.form) {
                ("form", None) => {
                    inside = true;
                    page.form = Some(Form { action: tag.attribute("action").unwrap_or_default(), fields: Vec::new() });
                }
                ("/form", _) => inside = false,
                ("input", Some(form)) if inside => form.fields.extend(tag.field()),
                ("button", _) => page.buttons.extend(tag.field()),
                ("a", _) => page.links.extend(tag.attribute("href")),
                _ => {}
            }
        }
        page
    }
}

/// A tag: its name, and those of its attributes that have a value in double quotes.
struct Tag<'h> {
    name: &'h str,
    attributes: Vec<(&'h str, &'h str)>,
}

impl<'h> Tag<'h> {
    /// Reads what follows a `<`.
    fn read(html: &'h str) -> Self {
        let (name, mut rest) = word(html);
        let mut attributes = Vec::new();
        loop {
            let (attribute, after) = word(rest.trim_start());
            if attribute.is_empty() {
                return Self { name, attributes };
            }
            let value = after.strip_prefix("=\"").and_then(|value| value.split_once('"'));
            rest = value.map_or(after, |(_, after)| after);
            attributes.extend(value.map(|(value, _)| (attribute, value)));
        }
    }

    fn attribute(&self, name: &str) -> Option<String> {
        self.attributes.iter().find(|(each, _)| *each == name).map(|(_, value)| unescape(value))
    }

    /// The name and the value, if it has a name.
    fn field(&self) -> Option<(String, String)> {
        Some((self.attribute("name")?, self.attribute("value").unwrap_or_default()))
    }
}

/// The name at the start, and what follows it.
fn word(html: &str) -> (&str, &str) {
    html.split_at(html.find(|c: char| c.is_whitespace() || "=>".contains(c)).unwrap_or(html.len()))
}

fn unescape(text: &str) -> String {
    let entities = [("&quot;", "\""), ("&#34;", "\""), ("&#39;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")];
    entities.iter().fold(text.to_owned(), |text, (entity, character)| text.replace(entity, character))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    #[test]
    fn what_a_form_sends_is_read() {
        let page = Page::read(
            r#"<!doctype html><html lang=en><input name="outside">
               <form id="login" action="/a?b=1&amp;c=2" hx-boost="false"
               >
                 <input type="hidden" name="state" value="s&quot;&lt;&amp;lt;"/> <input  required name="login">
                 <button name="answer" value="deny">Deny</button>
               </form>
               <input name="after" value="the form">
               <a class="x" href="/abort">Cancel</a> <button name="abort" form="login" value="yes">Abort</button>"#,
        );
        let fields = pairs(&[("state", "s\"<&lt;"), ("login", "")]);
        assert_eq!(page.form, Some(Form { action: "/a?b=1&c=2".to_owned(), fields }));
        assert_eq!(page.buttons, pairs(&[("answer", "deny"), ("abort", "yes")]));
        assert_eq!(page.links, ["/abort"]);
    }

    #[test]
    fn what_is_cut_short_is_read_as_far_as_it_goes() {
        for html in ["", "<", "<form", "a < b", "<p a=\"", "<p a="] {
            assert_eq!(Page::read(html).form.is_some(), html == "<form", "{html}");
        }
    }
}
