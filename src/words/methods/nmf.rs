//! `nmf(25)`: non-negative matrix factorization X ~ C B by multiplicative rules (Lee and Seung 2001) or hierarchical least
//! squares (Cichocki and Phan 2009), in the Frobenius norm or the Kullback-Leibler divergence.

use crate::data::{Features, Shape};
use crate::models::Observer;
use crate::models::factor::{self, FactorFault, Factored, Patience, Signs};
use crate::numeric::random::Seed;
use crate::vocabulary::{
    Amount, Cites, Class, Cost, Count, DataKind, Factoring, Fault, Method, Rate, Steps, Work,
};
use crate::words::prices;
use crate::words::sources;
use crate::{args, choice};

choice! {
    /// What is minimized.
    pub enum Objective, "an objective" {
        Frobenius = "frobenius",
        KullbackLeibler = "kullback-leibler",
    }
}

choice! {
    /// The rule of an iteration.
    pub enum Update, "an update rule" {
        Multiplicative = "multiplicative",
        Hals = "hals",
    }
}

choice! {
    /// Where coefficients and basis start.
    pub enum Start, "a start" {
        Nndsvd = "nndsvd",
        Random = "random",
    }
}

args! {
    /// Factors a table of values from 0 into parts that only add up.
    pub struct NonNegative {
        /// Rows of the basis.
        factors (object): Count, usual 1 ..= 1000;
        /// What is minimized; the divergence goes by the multiplicative rule.
        objective: Objective = Objective::Frobenius;
        /// The rule of an iteration in the Frobenius norm.
        update: Update = Update::Multiplicative;
        /// Where it starts: from singular vectors, or at random.
        start: Start = Start::Nndsvd;
        /// Iterations at most.
        iterations: Steps = Steps::new(200), usual 10 ..= 100000;
        /// It ends once ten iterations lower the objective by less than this share of the first; 0 does all.
        tolerance: Rate = Rate::new(1e-4), usual 0 ..= 0.01;
    }
}

impl Method for NonNegative {
    const NAME: &'static str = "nmf";
    /// 2: tables beyond the range of single precision are factored in double. 3: sums of single precision in another order.
    const VERSION: u32 = 3;
    const CLASSES: &'static [Class] = &[Class::FACTORING];
    const ROLE: Option<&'static str> = Some("factorizations");
    const CITES: Cites = &[&sources::unsupervised::LEE_SEUNG, &sources::unsupervised::CICHOCKI_PHAN];
    const EXAMPLE: &'static str =
        "seed 1\nedition 1\ntake 2000 of mnist, then factor by nmf(25), then plot images";

    fn as_factoring(&self) -> Option<&dyn Factoring> {
        Some(self)
    }

    fn check(&self, findings: &mut crate::vocabulary::Findings) {
        let asked = self.update.span.filter(|_| self.update.value == Update::Hals);
        if let Some(span) = asked.filter(|_| self.objective.value == Objective::KullbackLeibler) {
            findings.push(
                crate::source::Diagnostic::error(
                    "no-effect",
                    span,
                    "`hals` minimizes squares, not the divergence",
                )
                .label("has no effect")
                .help("leave `update` out, or minimize `frobenius`"),
            );
        }
    }
}

impl NonNegative {
    fn plain(&self) -> factor::Nmf {
        factor::Nmf {
            factors: self.factors.get(),
            objective: match self.objective.value {
                Objective::Frobenius => factor::Objective::Frobenius,
                Objective::KullbackLeibler => factor::Objective::KullbackLeibler,
            },
            update: match self.update.value {
                Update::Multiplicative => factor::Update::Multiplicative,
                Update::Hals => factor::Update::Hals,
            },
            start: match self.start.value {
                Start::Nndsvd => factor::Start::Nndsvd,
                Start::Random => factor::Start::Random,
            },
            patience: Patience { iterations: self.iterations.get(), tolerance: self.tolerance.get() },
        }
    }
}

impl Factoring for NonNegative {
    fn factors(&self) -> usize {
        self.factors.get()
    }

    fn signs(&self) -> Signs {
        Signs::NotNegative
    }

    fn lacks(&self, data: &DataKind) -> Option<(String, String)> {
        let (low, _) = data.shape.range?;
        let name = &data.name;
        let message = match low.is_finite() {
            true => format!("`nmf` takes no value below 0, `{name}` begins at {low}"),
            false => format!("`nmf` takes no value below 0, `{name}` has no bounds"),
        };
        let help = "map the data first, `with scale(0, 1)`, or factor them by `semi-nmf` or `convex-nmf`";
        (low < 0.0).then(|| (message, help.to_string()))
    }

    fn cost(&self, shape: &Shape) -> Cost {
        let plan = self.plain();
        let (n, p, k) = (shape.train as f64, shape.columns as f64, plan.factors as f64);
        let all = prices::factorization(shape.train, shape.columns, plan.factors, plan.patience, 2.0);
        // A start from singular vectors has a product of all pairs of rows or columns; `hals` changes one factor after the other.
        let start = if self.start.value == Start::Nndsvd { 2.0 * n * p * n.min(p) } else { 0.0 };
        let singly = if self.update.value == Update::Hals { plan.patience.iterations as f64 } else { 0.0 };
        all + Amount::alone(Work::DoubleFlop, start) + Amount::alone(Work::Element, singly * (n + p) * k * k)
    }

    fn factor(&self, x: &Features, seed: &Seed, observer: &dyn Observer) -> Result<Factored, Fault> {
        let plan = self.plain();
        let factored = match x {
            Features::Single(x) => plan.factor_single(x.view(), seed, observer),
            Features::Double(x) => plan.factor(x.view(), seed, observer),
        };
        factored.map_err(fault)
    }
}

/// What a factorization says when it fails.
pub fn fault(fault: FactorFault) -> Fault {
    match fault {
        FactorFault::Interrupted => Fault::interrupted(),
        FactorFault::TooMany { .. } => Fault::new(fault.to_string()).help("ask for fewer factors"),
        FactorFault::Negative { .. } => {
            Fault::new(fault.to_string()).help("factor by `semi-nmf` or `convex-nmf`")
        }
        other => Fault::new(other.to_string()),
    }
}
