//! Semantic tokens: what each word is, in the types that editors have colours for.

use crate::editor::{Document, Role};
use lsp_types::{
    SemanticToken, SemanticTokenModifier, SemanticTokenType, SemanticTokens, SemanticTokensLegend,
};

/// The types that tokens point into by their number.
const TYPES: [SemanticTokenType; 14] = [
    SemanticTokenType::KEYWORD,
    SemanticTokenType::FUNCTION,
    SemanticTokenType::VARIABLE,
    SemanticTokenType::CLASS,
    SemanticTokenType::STRUCT,
    SemanticTokenType::METHOD,
    SemanticTokenType::PROPERTY,
    SemanticTokenType::PARAMETER,
    SemanticTokenType::ENUM_MEMBER,
    SemanticTokenType::NUMBER,
    SemanticTokenType::TYPE,
    SemanticTokenType::STRING,
    SemanticTokenType::COMMENT,
    SemanticTokenType::OPERATOR,
];

/// The only modifier, by its bit: a name where it is defined.
const DECLARATION: u32 = 1;

pub fn legend() -> SemanticTokensLegend {
    let token_modifiers = vec![SemanticTokenModifier::DECLARATION];
    SemanticTokensLegend { token_types: TYPES.to_vec(), token_modifiers }
}

fn type_of(role: Role) -> Option<SemanticTokenType> {
    Some(match role {
        Role::Keyword | Role::Preposition => SemanticTokenType::KEYWORD,
        Role::Verb | Role::Function => SemanticTokenType::FUNCTION,
        Role::Definition(_) | Role::Name => SemanticTokenType::VARIABLE,
        Role::Model => SemanticTokenType::CLASS,
        Role::Data => SemanticTokenType::STRUCT,
        Role::Method => SemanticTokenType::METHOD,
        Role::Measure => SemanticTokenType::PROPERTY,
        Role::Argument => SemanticTokenType::PARAMETER,
        Role::Choice => SemanticTokenType::ENUM_MEMBER,
        Role::Number => SemanticTokenType::NUMBER,
        Role::Unit => SemanticTokenType::TYPE,
        Role::Text => SemanticTokenType::STRING,
        Role::Comment => SemanticTokenType::COMMENT,
        Role::Operator => SemanticTokenType::OPERATOR,
        Role::Sign | Role::Unknown => return None,
    })
}

/// Every word that has a colour, each placed against the one before. No word crosses a line.
pub fn colours(document: &Document) -> SemanticTokens {
    let text = document.text();
    let (mut data, mut before) = (Vec::new(), None::<(u32, usize)>);
    for word in &document.outline().words {
        let Some(index) = type_of(word.role).and_then(|it| TYPES.iter().position(|known| *known == it))
        else {
            continue;
        };
        let line = document.lines.line(word.span.start);
        // On one line only what lies between two words is measured, or long lines would take forever.
        let (delta_line, from) = match before {
            Some((last, start)) if last == line => (0, start),
            Some((last, _)) => (line - last, document.lines.start(line)),
            None => (line, document.lines.start(line)),
        };
        let columns = |from, to| document.lines.columns(text.get(from..to).unwrap_or("")) as u32;
        data.push(SemanticToken {
            delta_line,
            delta_start: columns(from, word.span.start),
            length: columns(word.span.start, word.span.end),
            token_type: index as u32,
            token_modifiers_bitset: if matches!(word.role, Role::Definition(_)) { DECLARATION } else { 0 },
        });
        before = Some((line, word.span.start));
    }
    SemanticTokens { result_id: None, data }
}
