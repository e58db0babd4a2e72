//! `emf`: the extended mean field of Gabrié, Tramel and Krzakala (2015). The negative phase is where magnetizations settle
//! that start at the data and move under the expansion of ln Z in the couplings; no random number is drawn but the order of
//! the rows.

use crate::args;
use crate::source::Diagnostic;
use crate::vocabulary::{Cites, Class, Count, Findings, Method, Rate};
use crate::words::sources;

args! {
    /// Mean field with reaction terms instead of chains, in double precision.
    pub struct Emf {
        /// The order in the couplings: 1 is naive mean field, 2 has the reaction term of Thouless, Anderson and Palmer.
        order: Count = Count::new(2), usual 1 ..= 3;
        /// Iterations of the magnetizations.
        iterations: Count = Count::new(3), usual 1 ..= 20;
        /// The step along the gradient.
        rate: Rate = Rate::new(0.005), usual 1e-5 ..= 0.5;
        /// Rows per step.
        batch: Count = Count::new(100), usual 1 ..= 1000;
    }
}

impl Method for Emf {
    const NAME: &'static str = "emf";
    /// 2: the third order settles where its value is stationary.
    const VERSION: u32 = 2;
    const CLASSES: &'static [Class] = &[Class::BOLTZMANN];
    const ROLE: Option<&'static str> = Some("ways to train a Boltzmann machine");
    const CITES: Cites = &[&sources::boltzmann::GABRIE];
    const EXAMPLE: &'static str = "edition 1\nseed 1\nuse optdigits with threshold(0.5)\ntrain rbm[64,32] with emf(iterations: 3) for 5 epochs, then check entropy";

    fn check(&self, findings: &mut Findings) {
        if let (false, Some(span)) = ((1..=3).contains(&self.order.get()), self.order.span) {
            let finding = Diagnostic::error("out-of-range", span, "the expansion has the orders 1, 2 and 3");
            findings.push(finding.label("not an order of it").help("write 1, 2 or 3"));
        }
    }
}
