//! The graph of a pipeline: a box for each sentence in the order of the plan, moved to the right by how many it rests
//! on, and a line from each that it takes from.

use super::Text;
use crate::run::Sentence;
use maud::{Markup, PreEscaped, html};

const ROW: usize = 44;
const BOX: usize = 30;
const STEP: usize = 34;
const WIDTH: usize = 860;
/// Deeper boxes stand where the last did, so that their words find room.
const DEEPEST: usize = 9;
/// More sentences than this are not drawn.
const MOST: usize = 80;

/// Nothing of a single sentence, or of a record that does not know what each takes from.
pub(super) fn graph(sentences: &[Sentence]) -> Option<Markup> {
    let drawn = &sentences[..sentences.len().min(MOST)];
    if drawn.iter().all(|it| it.from.is_empty()) {
        return None;
    }
    let depths = depths(drawn);
    let place = |at: usize| (10 + STEP * depths[at], 8 + ROW * at);
    let height = ROW * drawn.len();
    let edges = drawn.iter().enumerate().flat_map(|(to, it)| {
        it.from.iter().filter(move |&&from| from < to).map(move |&from| edge(place(from), place(to)))
    });
    let edges: String = edges.collect();
    Some(html! {
        figure.graph {
            svg xmlns="http://www.w3.org/2000/svg" viewBox={ "0 0 " (WIDTH) " " (height) } width=(WIDTH) role="img"
                aria-label={ "Graph of " (drawn.len()) " sentences; the list below has the same order" } {
                (PreEscaped(format!("<path d=\"{edges}\" class=\"edge\"/>")))
                @for (at, it) in drawn.iter().enumerate() { (node(at, it, place(at))) }
            }
            @if sentences.len() > MOST { figcaption { "and " (sentences.len() - MOST) " more" } }
        }
    })
}

/// How many sentences stand above each, along the longest way; a reference that no plan has made is passed over.
fn depths(sentences: &[Sentence]) -> Vec<usize> {
    let mut depths: Vec<usize> = Vec::with_capacity(sentences.len());
    for it in sentences {
        let above = it.from.iter().filter_map(|&from| depths.get(from)).max();
        depths.push(above.map_or(0, |deepest| (deepest + 1).min(DEEPEST)));
    }
    depths
}

/// Down from the left of one box, then to the right into the other.
fn edge((from_x, from_y): (usize, usize), (to_x, to_y): (usize, usize)) -> String {
    let x = if to_x > from_x { from_x + 14 } else { to_x.saturating_sub(8).max(2) };
    let (start, y) = (from_y + BOX, to_y + BOX / 2);
    format!("M{} {start}V{start}L{x} {}V{y}H{to_x}", from_x + 14, start + 6)
}

fn node(at: usize, it: &Sentence, (x, y): (usize, usize)) -> Markup {
    let number = format!("{}.", at + 1);
    let label = it.label.as_ref().map_or(String::new(), |label| format!("{label}: "));
    let full = format!("{number} {label}{}", it.sentence);
    let room = (WIDTH - x - 24) / 8;
    let short: String = match full.chars().count() > room {
        true => full.chars().take(room.saturating_sub(1)).chain(['…']).collect(),
        false => full,
    };
    html! {
        rect x=(x) y=(y) width=(WIDTH - x - 10) height=(BOX) rx="5" class="node" {}
        text x=(x + 9) y=(y + 20) { (Text(&short)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentence(from: &[usize]) -> Sentence {
        Sentence { from: from.to_vec(), ..Sentence::plain("train </svg>") }
    }

    #[test]
    fn boxes_stand_to_the_right_of_what_they_rest_on() {
        let sentences = [sentence(&[]), sentence(&[0]), sentence(&[0]), sentence(&[1, 2])];
        assert_eq!(depths(&sentences), [0, 1, 1, 2]);
        let svg = graph(&sentences).expect("drawn").into_string();
        assert_eq!((svg.matches("<rect").count(), svg.matches('M').count()), (4, 4));
        assert_eq!(svg.matches("</svg>").count(), 1, "words stay words");
    }

    #[test]
    fn strange_references_do_no_harm() {
        assert_eq!(depths(&[sentence(&[0]), sentence(&[7])]), [0, 0]);
        assert!(
            graph(&[sentence(&[9, 0])]).is_some()
                && graph(&[]).is_none()
                && graph(&[sentence(&[])]).is_none()
        );
    }
}
