//! `up-down10`: the fine-tuning of a belief net, wake-sleep with a contrastive machine on top. The digits say how many Gibbs steps
//! the top takes in the last epoch (Hinton, Osindero and Teh 2006, appendix B: 3, then 6, then 10),
//! and `from` how many it takes in the first, and before it while it is trained by itself.

use crate::args;
use crate::source::Diagnostic;
use crate::vocabulary::{Cites, Class, Count, Findings, Method, Rate};
use crate::words::sources;

args! {
    /// Fine-tunes a belief net by waking and dreaming.
    pub struct UpDownMethod {
        /// Gibbs steps on top in the last epoch.
        steps (count): Count = Count::new(10), usual 1 ..= 25;
        /// Gibbs steps on top in the first epoch, and before it while the top machine is trained by itself.
        from: Count = Count::new(1), usual 1 ..= 10;
        /// The step along the mean of a batch.
        rate: Rate = Rate::new(0.05), usual 1e-4 ..= 0.5;
        /// Rows per step.
        batch: Count = Count::new(100), usual 1 ..= 1000;
    }
}

impl Method for UpDownMethod {
    const NAME: &'static str = "up-down";
    const CLASSES: &'static [Class] = &[Class::BELIEF_NET];
    const ROLE: Option<&'static str> = Some("ways to train a belief net");
    const CITES: Cites = &[&sources::boltzmann::HINTON_OSINDERO_TEH];
    const EXAMPLE: &'static str = "edition 1\nseed 1\nlayers: stack rbm[784,100,100] with cd1 for 3 epochs\n\
        train dbn[784,100,100,200] from layers with up-down3 for 5 epochs, then test";

    fn check(&self, findings: &mut Findings) {
        let (last, first) = (self.steps.get(), self.from.get());
        if let Some(span) = self.from.span.or(self.steps.span).filter(|_| first > last) {
            let message = format!("the chains grow from {first} Gibbs steps to {last}");
            let finding =
                Diagnostic::error("out-of-range", span, message).label("more than the last epoch has");
            findings.push(finding.help(format!("from 1 to {last}")));
        }
    }
}
