//! A machine as a declared system: its states are looked at, nothing is trained. Its visible states have the energy F(v), its
//! hidden ones F(h), each summed over the other layer. Weights that are not stated are drawn by whoever treats it.

use super::Rbm;
use super::assumed::numbers;
use crate::vocabulary::{Declared, ModelWord, SystemWord};

impl SystemWord for Rbm {
    const NAME: &'static str = "rbm";
    const EXAMPLE: &'static str = "seed 1\nedition 1\n\
        renormalize rbm[6,6](spread: 1) by kadanoff(seed: 3), then check partition and marginals and trace-condition";

    fn declared(&self) -> Result<Declared, (String, String)> {
        let Some(machine) = self.two_layers() else {
            return Err(("a machine that is declared has two widths".into(), "write `rbm[6,6]`".into()));
        };
        let miscounted = numbers(self, &machine).into_iter().find_map(|(stated, wanted, what)| {
            let found = stated.value.as_ref()?.0.len();
            (found != wanted).then(|| {
                (format!("the machine has {wanted} {what}, the list has {found}"), format!("state {wanted}"))
            })
        });
        match miscounted {
            Some(refusal) => Err(refusal),
            None => {
                let name = <Self as ModelWord>::NAME;
                Ok(Declared::new(name, Some(machine.visible.columns), self.clone()))
            }
        }
    }
}
