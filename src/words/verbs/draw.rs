//! `draw 57 of spambase`: random rows to train on, the rest to test on.

use crate::args;
use crate::data;
use crate::vocabulary::{Context, DataInput, Fault, Kind, Outcome, Rows, Scene, Verb};
use crate::words::transformed;

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

    fn run(&self, context: &mut Context) -> Result<Outcome, Fault> {
        let data = context.data(&self.data)?;
        Ok(transformed::outcome(&data, data::transform::draw(&data.set, self.rows.get(), context.seed)?))
    }
}
