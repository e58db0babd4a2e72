//! `cd1`, `cd25`: contrastive divergence. The negative phase is taken after k Gibbs steps that start
//! at the data (Hinton 2002); its bias shrinks with k (Bengio and Delalleau 2009). `cd25(from: 1)` begins with short chains
//! while the machine is weak and lengthens them (Carreira-Perpiñán and Hinton 2005).

use crate::args;
use crate::source::Diagnostic;
use crate::vocabulary::{Cites, Class, Count, Findings, Method, Rate};
use crate::words::sources;

args! {
    /// Contrastive divergence: the digits say how many Gibbs steps start at the data.
    pub struct Cd {
        /// Gibbs steps per gradient.
        steps (count): Count = Count::new(1), usual 1 ..= 25;
        /// The step along the gradient.
        rate: Rate = Rate::new(0.05), usual 1e-5 ..= 0.5;
        /// Rows per step.
        batch: Count = Count::new(100), usual 1 ..= 1000;
        /// Gibbs steps in the first epoch, where they grow evenly to the number of the last; left out, the same throughout.
        from: Option<Count> = None, usual 1 ..= 10;
    }
}

impl Method for Cd {
    const NAME: &'static str = "cd";
    const VERSION: u32 = 2;
    const CLASSES: &'static [Class] = &[Class::BOLTZMANN];
    const ROLE: Option<&'static str> = Some("ways to train a Boltzmann machine");
    const CITES: Cites = &[&sources::boltzmann::HINTON_2002, &sources::boltzmann::BENGIO_DELALLEAU];
    const EXAMPLE: &'static str = "train rbm[784,100] with cd1 for 3 epochs, then check free-energy";

    fn check(&self, findings: &mut Findings) {
        let (last, first) = (self.steps.get(), self.from.value.map(Count::get));
        if let (Some(span), Some(first)) = (self.from.span, first.filter(|first| *first > last)) {
            let message = format!("the chains grow from {first} Gibbs steps to {last}");
            let finding =
                Diagnostic::error("out-of-range", span, message).label("more than the last epoch has");
            findings.push(finding.help(format!("from 1 to {last}")));
        }
    }
}
