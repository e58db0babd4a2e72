//! Text that a user wrote, made safe to show.
//!
//! Titles, labels and column names can hold anything. In a terminal a control character can move the cursor,
//! rename the window or hide a line, and a bidirectional override can make text read as what it is not;
//! in SVG, HTML and XML both are invalid or mislead as well. [`plain`] replaces them, [`xml`] also escapes.

/// The text with every control and direction-changing character replaced by `?`; line ends and tabs become
/// spaces.
pub fn plain(text: &str) -> String {
    text.chars().map(harmless).collect()
}

/// [`plain`] text with its line ends and tabs, byte by byte as long as before: places in it stay right. Of a
/// line end of two characters the second is kept, the first is a space.
pub fn plain_lines(text: &str) -> String {
    let shown = |character: char| match character {
        '\n' | '\t' => character.to_string(),
        '\r' => " ".to_string(),
        _ if harmless(character) == character => character.to_string(),
        _ => "?".repeat(character.len_utf8()),
    };
    text.chars().map(shown).collect()
}

/// [`plain`] text, escaped for XML and HTML content and quoted attributes.
pub fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in plain(text).chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// Text as one part of a path, on any system and below any folder: letters, digits, `-`, `_`, spaces, and dots that do not
/// begin it; at most 240 bytes.
pub fn path_part(text: &str) -> String {
    const LONGEST: usize = 236;
    let fits = |(at, c): (usize, char)| match c {
        '.' | ' ' if at == 0 => '_',
        _ if c.is_alphanumeric() || "-_. ".contains(c) => c,
        _ => '_',
    };
    let part: String = text.char_indices().take_while(|(at, _)| *at < LONGEST).map(fits).collect();
    if part.is_empty() { "_".into() } else { part }
}

fn harmless(character: char) -> char {
    match character {
        '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => ' ',
        // Direction marks, embeddings, overrides and isolates; zero-width characters; characters that XML
        // forbids.
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{61c}' => '?',
        '\u{feff}' | '\u{fffe}' | '\u{ffff}' => '?',
        other if other.is_control() => '?',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_for_terminals_do_not_get_through() {
        assert_eq!(plain("a\x1b[31mb\u{9b}2J\x07\r\nc"), "a?[31mb?2J?  c");
        assert_eq!(plain("left\u{202e}right\u{2066}\u{200d}"), "left?right??");
        assert_eq!(plain_lines("a\u{9b}\r\n\x1b"), "a?? \n?");
        assert_eq!(plain("β = 0.3 µm, 手書き"), "β = 0.3 µm, 手書き");
    }

    #[test]
    fn no_part_of_a_path_leads_elsewhere() {
        assert_eq!(path_part("../../etc/passwd"), "_._.._etc_passwd");
        assert_eq!(path_part("größe.error over n"), "größe.error over n");
        assert_eq!((path_part("").as_str(), path_part(".hidden").as_str()), ("_", "_hidden"));
        assert!(path_part(&"手".repeat(500)).len() <= 240);
    }

    #[test]
    fn markup_becomes_text() {
        assert_eq!(xml("<a href=\"x\">'&'</a>\0"), "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;?");
    }
}
