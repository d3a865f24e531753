//! As much of JSON as cargo's messages need.

pub(crate) enum Json {
    Null,
    /// A number or `false`, which nobody asks for.
    Plain,
    /// `true`.
    True,
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        Reader { bytes: text.as_bytes(), at: 0 }.value()
    }

    pub(crate) fn get(&self, key: &str) -> &Json {
        match self {
            Json::Object(entries) => {
                entries.iter().find(|(name, _)| name == key).map_or(&Json::Null, |(_, value)| value)
            }
            _ => &Json::Null,
        }
    }

    pub(crate) fn text(&self) -> &str {
        match self {
            Json::Text(text) => text,
            _ => "",
        }
    }

    pub(crate) fn list(&self) -> &[Json] {
        match self {
            Json::List(values) => values,
            _ => &[],
        }
    }

    pub(crate) fn is_null(&self) -> bool {
        matches!(self, Json::Null)
    }

    pub(crate) fn is_true(&self) -> bool {
        matches!(self, Json::True)
    }
}

struct Reader<'t> {
    bytes: &'t [u8],
    at: usize,
}

impl Reader<'_> {
    fn peek(&mut self) -> Option<u8> {
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_whitespace) {
            self.at += 1;
        }
        self.bytes.get(self.at).copied()
    }

    fn skip(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn value(&mut self) -> Option<Json> {
        match self.peek()? {
            b'"' => self.string().map(Json::Text),
            b'[' => {
                self.at += 1;
                let mut values = Vec::new();
                while !self.skip(b']') {
                    values.push(self.value()?);
                    self.skip(b',');
                }
                Some(Json::List(values))
            }
            b'{' => {
                self.at += 1;
                let mut entries = Vec::new();
                while !self.skip(b'}') {
                    let key = self.string()?;
                    self.skip(b':');
                    entries.push((key, self.value()?));
                    self.skip(b',');
                }
                Some(Json::Object(entries))
            }
            _ => {
                let start = self.at;
                while self.bytes.get(self.at).is_some_and(|byte| !b",]} \n".contains(byte)) {
                    self.at += 1;
                }
                Some(match &self.bytes[start..self.at] {
                    b"null" => Json::Null,
                    b"true" => Json::True,
                    _ => Json::Plain,
                })
            }
        }
    }

    fn string(&mut self) -> Option<String> {
        if !self.skip(b'"') {
            return None;
        }
        let mut text = Vec::new();
        loop {
            let byte = *self.bytes.get(self.at)?;
            self.at += 1;
            match byte {
                b'"' => return String::from_utf8(text).ok(),
                b'\\' => {
                    let escaped = *self.bytes.get(self.at)?;
                    self.at += 1;
                    match escaped {
                        b'n' => text.push(b'\n'),
                        b't' => text.push(b'\t'),
                        b'u' => {
                            let digits = std::str::from_utf8(self.bytes.get(self.at..self.at + 4)?).ok()?;
                            self.at += 4;
                            let letter = char::from_u32(u32::from_str_radix(digits, 16).ok()?).unwrap_or('?');
                            text.extend(letter.to_string().bytes());
                        }
                        other => text.push(other),
                    }
                }
                other => text.push(other),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Json;

    #[test]
    fn a_message_is_read() {
        let message = Json::parse(r#"{"a": [1, {"b": "x\"\u0041\n"}], "c": null, "d": true}"#).unwrap();
        assert_eq!(message.get("a").list()[1].get("b").text(), "x\"A\n");
        assert!(message.get("c").is_null());
        assert!(message.get("d").is_true() && !message.get("c").is_true());
    }
}
