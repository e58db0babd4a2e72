//! Sources of Boltzmann machines, their training and their partition functions, by key.

use crate::vocabulary::Source;

pub static SMOLENSKY: Source = Source::proceedings(
    "Smolensky1986",
    1986,
    "Smolensky, Paul",
    "Information processing in dynamical systems: Foundations of harmony theory",
    "Parallel Distributed Processing, volume 1",
    "194--281",
);

pub static HINTON_2002: Source = Source::article(
    "Hinton2002",
    2002,
    "Hinton, Geoffrey E.",
    "Training products of experts by minimizing contrastive divergence",
    "Neural Computation",
    "14:1771--1800",
);

pub static BENGIO_DELALLEAU: Source = Source::article(
    "BengioDelalleau2009",
    2009,
    "Bengio, Yoshua and Delalleau, Olivier",
    "Justifying and generalizing contrastive divergence",
    "Neural Computation",
    "21:1601--1621",
);

pub static TIELEMAN: Source = Source::proceedings(
    "Tieleman2008",
    2008,
    "Tieleman, Tijmen",
    "Training restricted Boltzmann machines using approximations to the likelihood gradient",
    "International Conference on Machine Learning",
    "1064--1071",
);

pub static HINTON_OSINDERO_TEH: Source = Source::article(
    "Hinton2006",
    2006,
    "Hinton, Geoffrey E. and Osindero, Simon and Teh, Yee-Whye",
    "A fast learning algorithm for deep belief nets",
    "Neural Computation",
    "18:1527--1554",
);

pub static HINTON_2010: Source = Source::misc(
    "Hinton2010",
    2010,
    "Hinton, Geoffrey",
    "A practical guide to training restricted Boltzmann machines",
    "UTML TR 2010-003, University of Toronto",
);

pub static GABRIE: Source = Source::proceedings(
    "Gabrie2015",
    2015,
    "Gabrié, Marylou and Tramel, Eric W. and Krzakala, Florent",
    "Training restricted Boltzmann machines via the Thouless-Anderson-Palmer free energy",
    "Advances in Neural Information Processing Systems 28",
    "640--648",
);

pub static DESJARDINS: Source = Source::proceedings(
    "Desjardins2010",
    2010,
    "Desjardins, Guillaume and Courville, Aaron and Bengio, Yoshua and Vincent, Pascal and Delalleau, Olivier",
    "Tempered Markov chain Monte Carlo for training of restricted Boltzmann machines",
    "International Conference on Artificial Intelligence and Statistics",
    "145--152",
);

pub static NEAL: Source = Source::article(
    "Neal2001",
    2001,
    "Neal, Radford M.",
    "Annealed importance sampling",
    "Statistics and Computing",
    "11:125--139",
);

pub static SALAKHUTDINOV_MURRAY: Source = Source::proceedings(
    "SalakhutdinovMurray2008",
    2008,
    "Salakhutdinov, Ruslan and Murray, Iain",
    "On the quantitative analysis of deep belief networks",
    "International Conference on Machine Learning",
    "872--879",
);

pub static BURDA: Source = Source::proceedings(
    "Burda2015",
    2015,
    "Burda, Yuri and Grosse, Roger B. and Salakhutdinov, Ruslan",
    "Accurate and conservative estimates of MRF log-likelihood using reverse annealing",
    "International Conference on Artificial Intelligence and Statistics",
    "102--110",
);

pub static GROSSE: Source = Source::misc(
    "Grosse2015",
    2015,
    "Grosse, Roger B. and Ghahramani, Zoubin and Adams, Ryan P.",
    "Sandwiching the marginal likelihood using bidirectional Monte Carlo",
    "arXiv:1511.02543",
);

pub static THOULESS_ANDERSON_PALMER: Source = Source::article(
    "Thouless1977",
    1977,
    "Thouless, David J. and Anderson, Philip W. and Palmer, Robert G.",
    "Solution of `Solvable model of a spin glass'",
    "Philosophical Magazine",
    "35:593--601",
);

pub static PLEFKA: Source = Source::article(
    "Plefka1982",
    1982,
    "Plefka, T.",
    "Convergence condition of the TAP equation for the infinite-ranged Ising spin glass model",
    "Journal of Physics A",
    "15:1971--1978",
);

pub static GEORGES_YEDIDIA: Source = Source::article(
    "GeorgesYedidia1991",
    1991,
    "Georges, Antoine and Yedidia, Jonathan S.",
    "How to expand around mean-field theory using high-temperature expansions",
    "Journal of Physics A",
    "24:2173--2192",
);

pub static PETERSON_ANDERSON: Source = Source::article(
    "PetersonAnderson1987",
    1987,
    "Peterson, Carsten and Anderson, James R.",
    "A mean field theory learning algorithm for neural networks",
    "Complex Systems",
    "1:995--1019",
);
