//! `draw 57 of spambase`: random rows to train on, the rest to test on.

use crate::args;
use crate::data;
use crate::vocabulary::{Context, Cost, DataInput, Fault, Kind, Outcome, Rows, Scene, Verb};
use crate::words::{prices, transformed};

args! {
    /// Draws random rows to train on and leaves the rest to test on.
    pub struct Draw {
        /// How many rows to train on.
        rows (object): Rows;
        /// The data.
        data (of): DataInput;
    }
}

impl Verb for Draw {
    const NAME: &'static str = "draw";
    const EXAMPLE: &'static str =
        "draw 500 of spambase, then standardize, then fit ridge(penalty: 1), then test";

    fn kind(&self, scene: &mut Scene) -> Option<Kind> {
        let kind = self.data.kind();
        let place = scene.place(self.rows.span);
        transformed::reshaped(kind, data::transform::draw_shape(&kind.shape, self.rows.get()), place, scene)
    }

    fn cost(&self, kind: &Kind) -> Cost {
        let (before, after) = (&self.data.kind().shape, kind.data.as_ref().map(|data| &data.shape));
        let rest = if before.test == 0 { after.map_or(0, |shape| shape.test) } else { 0 };
        prices::selected(before, before.train, self.rows.get() + rest)
    }

    fn run(&self, context: &mut Context) -> Result<Outcome, Fault> {
        let data = context.data(&self.data)?;
        Ok(transformed::outcome(&data, data::transform::draw(&data.set, self.rows.get(), context.seed)?))
    }
}
