//! Sources of the renormalization group, by key.

use crate::vocabulary::Source;

pub static NELSON_FISHER: Source = Source::article(
    "NelsonFisher1975",
    1975,
    "Nelson, David R. and Fisher, Michael E.",
    "Soluble renormalization groups and scaling fields for low-dimensional Ising systems",
    "Annals of Physics",
    "91:226--274",
);

pub static MIGDAL: Source = Source::article(
    "Migdal1975",
    1975,
    "Migdal, Alexander A.",
    "Phase transitions in gauge and spin-lattice systems",
    "Zhurnal Eksperimental'noi i Teoreticheskoi Fiziki",
    "69:1457",
);

pub static KADANOFF_1976: Source = Source::article(
    "Kadanoff1976",
    1976,
    "Kadanoff, Leo P.",
    "Notes on Migdal's recursion formulas",
    "Annals of Physics",
    "100:359--394",
);

pub static KADANOFF_1975: Source = Source::article(
    "Kadanoff1975",
    1975,
    "Kadanoff, Leo P.",
    "Variational principles and approximate renormalization group calculations",
    "Physical Review Letters",
    "34:1005--1008",
);

pub static KADANOFF_HOUGHTON_YALABIK: Source = Source::article(
    "KadanoffHoughtonYalabik1976",
    1976,
    "Kadanoff, Leo P. and Houghton, Anthony and Yalabik, Mehmet C.",
    "Variational approximations for renormalization group transformations",
    "Journal of Statistical Physics",
    "14:171--203",
);

pub static NIEMEIJER_VAN_LEEUWEN: Source = Source::article(
    "NiemeijerVanLeeuwen1974",
    1974,
    "Niemeijer, Th. and van Leeuwen, J. M. J.",
    "Wilson theory for 2-dimensional Ising spin systems",
    "Physica",
    "71:17--40",
);

pub static MA: Source = Source::article(
    "Ma1976",
    1976,
    "Ma, Shang-keng",
    "Renormalization group by Monte Carlo methods",
    "Physical Review Letters",
    "37:461--464",
);

pub static SWENDSEN: Source = Source::article(
    "Swendsen1979",
    1979,
    "Swendsen, Robert H.",
    "Monte Carlo renormalization group",
    "Physical Review Letters",
    "42:859--861",
);

pub static LEVIN_NAVE: Source = Source::article(
    "LevinNave2007",
    2007,
    "Levin, Michael and Nave, Cody P.",
    "Tensor renormalization group approach to two-dimensional classical lattice models",
    "Physical Review Letters",
    "99:120601",
);

pub static XIE: Source = Source::article(
    "Xie2012",
    2012,
    "Xie, Z. Y. and Chen, J. and Qin, M. P. and Zhu, J. W. and Yang, L. P. and Xiang, T.",
    "Coarse-graining renormalization by higher-order singular value decomposition",
    "Physical Review B",
    "86:045139",
);

pub static FEIGENBAUM: Source = Source::article(
    "Feigenbaum1978",
    1978,
    "Feigenbaum, Mitchell J.",
    "Quantitative universality for a class of nonlinear transformations",
    "Journal of Statistical Physics",
    "19:25--52",
);

pub static MAY: Source = Source::article(
    "May1976",
    1976,
    "May, Robert M.",
    "Simple mathematical models with very complicated dynamics",
    "Nature",
    "261:459--467",
);

pub static LIN_TEGMARK_ROLNICK: Source = Source::article(
    "Lin2017",
    2017,
    "Lin, Henry W. and Tegmark, Max and Rolnick, David",
    "Why does deep and cheap learning work so well?",
    "Journal of Statistical Physics",
    "168:1223--1247",
);

pub static MEHTA_SCHWAB: Source = Source::misc(
    "MehtaSchwab2014",
    2014,
    "Mehta, Pankaj and Schwab, David J.",
    "An exact mapping between the variational renormalization group and deep learning",
    "arXiv:1410.3831",
);

pub static SZABO_OSTLUND: Source = Source::book(
    "SzaboOstlund1982",
    1982,
    "Szabo, Attila and Ostlund, Neil S.",
    "Modern Quantum Chemistry: Introduction to Advanced Electronic Structure Theory",
    "Macmillan",
);
