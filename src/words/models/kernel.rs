//! What support vector machines over a kernel share as words: `svc(cost: 1, kernel: rbf)`.

use super::linear;
use crate::data::Features;
use crate::models::regression::{Kernel, KernelMachine, Margin, kernel_machine, usual_width};
use crate::numeric::tensors::Tensors;
use crate::source::Diagnostic;
use crate::vocabulary::{
    Arg, Count, Data, Fault, Model, ModelKind, Order, Outcome, Positive, Prediction, Reading, Scene, Value,
};
use crate::words::measures::SUPPORT_SHARE;
use crate::words::prices;
use ndarray::{Array1, Array2};
use std::sync::Arc;

crate::choice! {
    /// What stands for the inner product of two rows.
    pub enum KernelOf, "a kernel" {
        /// exp(-|x - y|^2 / (2 width^2))
        Gaussian = "rbf",
        /// (1 + x.y / (2 width^2))^degree
        Polynomial = "polynomial",
    }
}

/// A machine as a sentence orders it.
pub struct OverKernel {
    pub kernel: Option<KernelOf>,
    pub width: Option<f64>,
    pub degree: Option<usize>,
    pub cost: f64,
    pub intercept: bool,
}

const DEGREE: usize = 3;
/// Powers beyond it leave the range of doubles for rows that are not far apart.
const HIGHEST: usize = 64;

impl OverKernel {
    /// A width needs a kernel, a degree a polynomial, and not too high a one.
    pub fn check(
        &self,
        width: &Arg<Option<Positive>>,
        degree: &Arg<Option<Count>>,
        scene: &mut Scene,
    ) -> Option<()> {
        let idle = match (self.kernel, width.span, degree.span) {
            (None, Some(span), _) | (None, None, Some(span)) => Some((span, "without a kernel", "a kernel")),
            (Some(KernelOf::Gaussian), _, Some(span)) => {
                Some((span, "of a Gaussian kernel", "`kernel: polynomial`"))
            }
            _ => None,
        };
        if let (Some(asked), Some(span)) = (self.degree.filter(|&asked| asked > HIGHEST), degree.span) {
            let message = format!("a polynomial of degree {asked} leaves the range of doubles");
            let finding = Diagnostic::error("out-of-range", span, message).label("too high");
            scene.findings.push(finding.help(format!("at most {HIGHEST}; 2 to 5 are usual")));
            return None;
        }
        let Some((span, whose, needed)) = idle else { return Some(()) };
        let finding = Diagnostic::error("no-effect", span, format!("this changes nothing {whose}"));
        scene.findings.push(finding.label("has no effect").help(format!("leave it out, or write {needed}")));
        None
    }

    fn plain(&self, width: f64) -> Kernel {
        match self.kernel {
            Some(KernelOf::Polynomial) => {
                Kernel::Polynomial { width, degree: self.degree.unwrap_or(DEGREE) as i32 }
            }
            _ => Kernel::Gaussian { width },
        }
    }

    /// With a kernel, a row that is shown is compared with all that were learnt from.
    pub fn priced(&self, kind: ModelKind, order: &Order) -> ModelKind {
        let row = |_| prices::kernel_prediction(&order.data.shape) * linear::fits(order);
        ModelKind { row: self.kernel.map_or(kind.row.clone(), row), ..kind }
    }

    pub fn fit(&self, data: &Data, margin: Margin) -> Result<Outcome, Fault> {
        let x = data.set.train.x.double();
        let kernel = self.plain(self.width.unwrap_or_else(|| usual_width(x.view())));
        let machines: Result<Vec<KernelMachine>, _> = linear::each_target(data, -1.0, 1.0)?
            .iter()
            .map(|y| kernel_machine(x.view(), y.view(), kernel, margin, self.cost, self.intercept))
            .collect();
        let machines = machines.map_err(linear::fault)?;
        let support = machines.iter().map(|machine| machine.dual.len()).sum::<usize>();
        let share = support as f64 / (machines.len() * x.nrows()).max(1) as f64;
        let readings = vec![Reading::exact(&SUPPORT_SHARE, None, share)];
        Ok(Outcome { value: made(machines, data), readings, ..Outcome::default() })
    }
}

struct Fitted {
    machines: Vec<KernelMachine>,
    classes: bool,
}

impl Model for Fitted {
    fn predict(&self, x: &Features) -> Prediction {
        let x = x.double();
        let scores: Vec<Array1<f64>> = self.machines.iter().map(|machine| machine.scores(x.view())).collect();
        let class_of = |row: usize| match scores.as_slice() {
            [one] => u32::from(one[row] > 0.0),
            many => {
                let of_row = many.iter().map(|scores| scores[row]).collect::<Array1<f64>>();
                linear::largest_of(of_row.view()) as u32
            }
        };
        if self.classes {
            let classes = Some((0..x.nrows()).map(class_of).collect());
            return Prediction { classes, ..Prediction::default() };
        }
        Prediction { values: scores.first().map(|scores| scores.to_vec()), ..Prediction::default() }
    }

    fn tensors(&self) -> Tensors {
        let mut tensors = Tensors::default();
        for (at, machine) in self.machines.iter().enumerate() {
            let (kind, width, degree) = match machine.kernel {
                Kernel::Gaussian { width } => (0.0, width, 0.0),
                Kernel::Polynomial { width, degree } => (1.0, width, f64::from(degree)),
            };
            tensors
                .put(format!("{}.kernel", at + 1), ndarray::arr1(&[kind, width, degree, machine.constant]));
            tensors.put(format!("{}.support", at + 1), machine.support.clone());
            tensors.put(format!("{}.dual", at + 1), machine.dual.clone());
        }
        tensors
    }
}

fn made(machines: Vec<KernelMachine>, data: &Data) -> Value {
    let classes = data.set.shape.classes.is_some();
    Value { data: Some(data.clone()), model: Some(Arc::new(Fitted { machines, classes })) }
}

/// The same, from the tensors of the model.
pub fn restored(data: &Data, kept: &Tensors) -> Result<Value, Fault> {
    let count = data.set.shape.classes.filter(|&classes| classes > 2).unwrap_or(1);
    let machine = |at: usize| -> Result<KernelMachine, Fault> {
        let numbers: Array1<f64> = kept.get(&format!("{at}.kernel"))?;
        let [kind, width, degree, constant] = numbers.to_vec()[..] else {
            return Err(Fault::new("a kernel is not kept as four numbers"));
        };
        let kernel = match kind == 0.0 {
            true => Kernel::Gaussian { width },
            false => Kernel::Polynomial { width, degree: degree as i32 },
        };
        let support: Array2<f64> = kept.get(&format!("{at}.support"))?;
        Ok(KernelMachine { kernel, support, dual: kept.get(&format!("{at}.dual"))?, constant })
    };
    Ok(made((1..=count).map(machine).collect::<Result<_, _>>()?, data))
}
