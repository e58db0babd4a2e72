//! What a step costs: amounts of work by kind, and memory, from shapes alone and before anything runs, so that a
//! plan can tell time and be refused.
//!
//! Work is counted, not timed: how fast a machine does each kind is measured once ([`Rates`](super::Rates)).
//! An amount knows into how many pieces its kernel cuts it (`parts`), for no more threads than that can share
//! it. Memory is of two sorts: what a step holds while it runs and what its result keeps until it is forgotten.

use std::ops::{Add, Mul};

/// A kind of work, in the unit in which a machine's speed is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Work {
    /// Operations of matrix products in single precision, of the shapes that training has.
    SingleFlop,
    /// The same of products of numbers rounded to bfloat16, with the rounding.
    BrainFlop,
    /// Operations of matrix products in double precision.
    DoubleFlop,
    /// Operations of factorizations in double precision, of matrices of order [`SMALL_ORDER`].
    FactorFlop,
    /// Bytes read or written by passes over arrays that other work, or another core, has driven out of a core's caches.
    Byte,
    /// Bytes read or written by passes over arrays that stay in a core's caches.
    NearByte,
    /// Numbers that a plain loop maps, sums or decodes, one after the other.
    Element,
    /// Exponentials over the rows of a layer: logistic, tanh, softplus.
    Exponential,
    /// Exponentials and logarithms by the library of mathematics, one number after the other.
    Function,
    /// Units of a layer drawn: a logistic function, a uniform number, a state.
    DrawnUnit,
    /// Sites of a lattice visited in no order, each with its neighbours and a random number.
    Site,
    /// Uniform random numbers, by the array.
    Uniform,
    /// Normal random numbers, one after the other.
    Normal,
    /// Pixels deformed by an affine map.
    AffinePixel,
    /// Pixels displaced by an affine map and an elastic field.
    ElasticPixel,
    /// Bytes that a packed file of images unpacks to, with their sum, made into numbers.
    UnpackedByte,
    /// Numbers read from text.
    ParsedNumber,
    /// Images of handwriting drawn.
    DrawnImage,
    /// Calls of a kernel, for what each costs besides its arithmetic.
    Call,
}

impl Work {
    pub const ALL: [Work; 19] = [
        Work::SingleFlop,
        Work::BrainFlop,
        Work::DoubleFlop,
        Work::FactorFlop,
        Work::Byte,
        Work::NearByte,
        Work::Element,
        Work::Exponential,
        Work::Function,
        Work::DrawnUnit,
        Work::Site,
        Work::Uniform,
        Work::Normal,
        Work::AffinePixel,
        Work::ElasticPixel,
        Work::UnpackedByte,
        Work::ParsedNumber,
        Work::DrawnImage,
        Work::Call,
    ];

    /// As files of rates and of runs name it.
    pub const fn name(self) -> &'static str {
        match self {
            Work::SingleFlop => "single-flop",
            Work::BrainFlop => "brain-flop",
            Work::DoubleFlop => "double-flop",
            Work::FactorFlop => "factor-flop",
            Work::Byte => "byte",
            Work::NearByte => "near-byte",
            Work::Element => "element",
            Work::Exponential => "exponential",
            Work::Function => "function",
            Work::DrawnUnit => "drawn-unit",
            Work::Site => "site",
            Work::Uniform => "uniform",
            Work::Normal => "normal",
            Work::AffinePixel => "affine-pixel",
            Work::ElasticPixel => "elastic-pixel",
            Work::UnpackedByte => "unpacked-byte",
            Work::ParsedNumber => "parsed-number",
            Work::DrawnImage => "drawn-image",
            Work::Call => "call",
        }
    }

    pub const fn is_flop(self) -> bool {
        matches!(self, Work::SingleFlop | Work::BrainFlop | Work::DoubleFlop | Work::FactorFlop)
    }
}

/// So much work of a kind, in so many pieces that threads can share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Amount {
    pub work: Work,
    pub units: f64,
    pub parts: usize,
    /// The kind of work, and how much of it, during which memory brings near what this reads: no more of it counts than takes longer.
    pub during: Option<(Work, f64)>,
}

/// The order of the factorizations whose speed is measured.
pub const SMALL_ORDER: usize = 60;
/// The order at which factorizations reach half of their largest speed (n_1/2 of Hockney and Jesshope, Parallel Computers,
/// 1981), by LAPACK over OpenBLAS: as matrices grow, the share of matrix products in the work does.
const HALF_SPEED: f64 = 500.0;

/// What operations of a factorization of this order come to, counted in those of small matrices.
fn in_small_ones(order: f64, operations: f64) -> f64 {
    let speed = |order: f64| order / (order + HALF_SPEED);
    operations * speed(SMALL_ORDER as f64) / speed(order.max(SMALL_ORDER as f64))
}

impl Amount {
    /// Operations of factorizations of matrices of this order, one thread's work.
    pub fn factorization(order: f64, operations: f64) -> Self {
        Amount::alone(Work::FactorFlop, in_small_ones(order, operations))
    }

    /// So many units on one thread.
    pub fn alone(work: Work, units: f64) -> Self {
        Amount::shared(work, units, 1)
    }

    /// So many units in `parts` pieces.
    pub fn shared(work: Work, units: f64, parts: usize) -> Self {
        Amount { work, units, parts: parts.max(1), during: None }
    }

    /// Bytes of passes that are brought near while so much other work is done by the same kernel.
    pub fn ahead(bytes: f64, during: (Work, f64), parts: usize) -> Self {
        Amount { during: Some(during), ..Amount::shared(Work::Byte, bytes, parts) }
    }

    fn times(self, times: f64) -> Self {
        let during = self.during.map(|(work, units)| (work, units * times));
        Amount { units: self.units * times, during, ..self }
    }
}

/// The price of a step.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cost {
    pub work: Vec<Amount>,
    /// Bytes held at most while it runs, its result among them, its inputs not.
    pub peak: f64,
    /// Bytes that its result keeps.
    pub kept: f64,
    /// The share of the work, from 0 to 1, that an early end may spare: the work is then a bound.
    pub spared: f64,
    pub charted: Charted,
}

/// What of a step is drawn with axes when all is over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Charted {
    #[default]
    Not,
    /// Curves of what it measures; a block draws its own ones instead.
    Curves,
    /// A picture.
    Picture,
}

/// Most steps do about as many kinds of work: there is place for them from the start, because costs are added up.
const KINDS: usize = 8;

/// Pieces for as many threads as there may be.
pub const MANY: usize = usize::MAX;

impl Cost {
    /// So many units of one kind of work on one thread.
    pub fn alone(work: Work, units: f64) -> Self {
        Cost::shared(work, units, 1)
    }

    /// So many units in `parts` pieces.
    pub fn shared(work: Work, units: f64, parts: usize) -> Self {
        let mut amounts = Vec::with_capacity(KINDS);
        amounts.push(Amount::shared(work, units, parts));
        Cost { work: amounts, ..Cost::default() }
    }

    /// Operations of factorizations of matrices of this order, one thread's work.
    pub fn factorization(order: f64, operations: f64) -> Self {
        Cost::alone(Work::FactorFlop, in_small_ones(order, operations))
    }

    /// A result that keeps so many bytes, and holds no more while it is made.
    pub fn keeping(bytes: f64) -> Self {
        Cost { peak: bytes, kept: bytes, ..Cost::default() }
    }

    /// Bytes that are held only while the step runs.
    pub fn holding(bytes: f64) -> Self {
        Cost { peak: bytes, ..Cost::default() }
    }

    /// The same with a chart of what comes out.
    pub fn charted(self, charted: Charted) -> Self {
        Cost { charted, ..self }
    }

    /// The work of both at a time: what the second holds comes on top of what the first holds.
    pub fn with(self, other: Cost) -> Self {
        Cost { peak: self.peak + other.peak, kept: self.kept + other.kept, ..self + other }
    }

    /// Floating-point operations of products and factorizations.
    pub fn flops(&self) -> f64 {
        self.work.iter().filter(|amount| amount.work.is_flop()).map(|amount| amount.units).sum()
    }

    /// Adds the work of another cost, done so many times.
    pub fn add_work(&mut self, other: &Cost, times: f64) {
        other.work.iter().for_each(|amount| self.add_amount(amount.times(times)));
        self.spared = self.spared.max(other.spared);
        self.charted = self.charted.max(other.charted);
    }

    fn add_amount(&mut self, amount: Amount) {
        let kind = |amount: &Amount| (amount.work, amount.parts, amount.during.map(|(work, _)| work));
        match self.work.iter_mut().find(|known| kind(known) == kind(&amount)) {
            Some(known) => {
                known.units += amount.units;
                if let (Some((_, units)), Some((_, more))) = (&mut known.during, amount.during) {
                    *units += more;
                }
            }
            None => self.work.push(amount),
        }
    }
}

/// Parts of one step, one after the other: what the first keeps is there while the second runs. An early end of one
/// is taken to end the other too, which is the safe side.
impl Add for Cost {
    type Output = Cost;
    fn add(mut self, other: Cost) -> Cost {
        match self.work.is_empty() {
            true => self.work = other.work,
            false => other.work.into_iter().for_each(|amount| self.add_amount(amount)),
        }
        Cost {
            peak: self.peak.max(self.kept + other.peak),
            kept: self.kept + other.kept,
            spared: self.spared.max(other.spared),
            charted: self.charted.max(other.charted),
            work: self.work,
        }
    }
}

/// The amount is worked off after the rest, in no memory of its own.
impl Add<Amount> for Cost {
    type Output = Cost;
    fn add(mut self, other: Amount) -> Cost {
        self.add_amount(other);
        Cost { peak: self.peak.max(self.kept), ..self }
    }
}

/// The same work again and again, in the same memory.
impl Mul<f64> for Cost {
    type Output = Cost;
    fn mul(mut self, times: f64) -> Cost {
        self.work.iter_mut().for_each(|amount| *amount = amount.times(times));
        self
    }
}

impl std::iter::Sum for Cost {
    fn sum<I: Iterator<Item = Cost>>(costs: I) -> Cost {
        costs.fold(Cost::default(), Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_work_is_added_up_and_the_rest_is_kept_apart() {
        let cost = Cost::shared(Work::SingleFlop, 2.0, 4) + Cost::alone(Work::Byte, 1.0);
        let cost = cost + Cost::shared(Work::SingleFlop, 3.0, 4) + Cost::alone(Work::SingleFlop, 1.0);
        let units: Vec<_> = cost.work.iter().map(|a| (a.work, a.units, a.parts)).collect();
        let expected = [(Work::SingleFlop, 5.0, 4), (Work::Byte, 1.0, 1), (Work::SingleFlop, 1.0, 1)];
        assert_eq!(units, expected);
        assert_eq!((cost * 10.0).flops(), 60.0);
    }

    /// What other work hides goes along with it.
    #[test]
    fn bytes_brought_ahead_are_added_up_apart() {
        let ahead = || Cost::default() + Amount::ahead(3.0, (Work::SingleFlop, 5.0), 4);
        let cost = (ahead() + Cost::shared(Work::Byte, 1.0, 4) + ahead()) * 2.0;
        let kinds: Vec<_> = cost.work.iter().map(|a| (a.units, a.during)).collect();
        assert_eq!(kinds, [(12.0, Some((Work::SingleFlop, 20.0))), (2.0, None)]);
        assert_eq!(cost.flops(), 0.0);
    }

    /// Below the order that is measured nothing is known; far above it ten times as much is done in the same time.
    #[test]
    fn operations_of_large_factorizations_are_done_faster() {
        let units = |order: f64| Cost::factorization(order, 1.0).flops();
        assert_eq!((units(5.0), units(60.0)), (1.0, 1.0));
        assert!((units(500.0) - 60.0 / 280.0).abs() < 1e-12 && units(1e9) > 0.1);
    }

    /// 3 bytes kept, then 5 held on top of them; beside each other 8 from the start.
    #[test]
    fn memory_of_steps_in_turn_is_the_largest_at_any_time() {
        let turn = Cost::keeping(3.0) + Cost::holding(5.0) + Cost::holding(1.0);
        assert_eq!((turn.peak, turn.kept), (8.0, 3.0));
        let apart = Cost::holding(5.0) + Cost::keeping(3.0);
        assert_eq!((apart.peak, apart.kept), (5.0, 3.0));
        let beside = Cost::holding(5.0).with(Cost::keeping(3.0));
        assert_eq!((beside.peak, beside.kept), (8.0, 3.0));
    }

    #[test]
    fn every_kind_of_work_has_its_place_and_a_name_of_its_own() {
        for (index, work) in Work::ALL.into_iter().enumerate() {
            assert_eq!(work as usize, index);
            assert!(Work::ALL[..index].iter().all(|other| other.name() != work.name()));
        }
    }
}
