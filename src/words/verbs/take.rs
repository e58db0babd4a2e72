//! `take 1000 of mnist`: the first rows of the training part; the other parts stay as they are.

use crate::args;
use crate::data;
use crate::vocabulary::{Context, DataInput, Fault, Kind, Outcome, Rows, Scene, Verb};
use crate::words::transformed;

args! {
    /// Keeps the first rows of the training part.
    pub struct Take {
        /// How many rows to keep.
        rows (object): Rows;
        /// The data.
        data (of): DataInput;
    }
}

impl Verb for Take {
    const NAME: &'static str = "take";
    const EXAMPLE: &'static str = "take 1000 of mnist, then train mlp[784,100,10] for 5 epochs, then test";

    fn kind(&self, scene: &mut Scene) -> Option<Kind> {
        let kind = self.data.kind();
        let place = scene.place(self.rows.span);
        transformed::reshaped(kind, data::transform::take_shape(&kind.shape, self.rows.get()), place, scene)
    }

    fn run(&self, context: &mut Context) -> Result<Outcome, Fault> {
        let data = context.data(&self.data)?;
        Ok(transformed::outcome(&data, data::transform::take(&data.set, self.rows.get())?))
    }
}
