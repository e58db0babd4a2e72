//! Sources of spins, memories and sandpiles, by key.

use crate::vocabulary::Source;

pub static ISING: Source = Source::article(
    "Ising1925",
    1925,
    "Ising, Ernst",
    "Beitrag zur Theorie des Ferromagnetismus",
    "Zeitschrift für Physik",
    "31:253--258",
);

pub static ONSAGER: Source = Source::article(
    "Onsager1944",
    1944,
    "Onsager, Lars",
    "Crystal statistics. I. A two-dimensional model with an order-disorder transition",
    "Physical Review",
    "65:117--149",
);

pub static YANG: Source = Source::article(
    "Yang1952",
    1952,
    "Yang, Chen Ning",
    "The spontaneous magnetization of a two-dimensional Ising model",
    "Physical Review",
    "85:808--816",
);

pub static KAUFMAN: Source = Source::article(
    "Kaufman1949",
    1949,
    "Kaufman, Bruria",
    "Crystal statistics. II. Partition function evaluated by spinor analysis",
    "Physical Review",
    "76:1232--1243",
);

pub static KRAMERS_WANNIER: Source = Source::article(
    "KramersWannier1941",
    1941,
    "Kramers, Hendrik A. and Wannier, Gregory H.",
    "Statistics of the two-dimensional ferromagnet. Part I",
    "Physical Review",
    "60:252--262",
);

pub static METROPOLIS: Source = Source::article(
    "Metropolis1953",
    1953,
    "Metropolis, Nicholas and Rosenbluth, Arianna W. and Rosenbluth, Marshall N. and Teller, Augusta H. and Teller, Edward",
    "Equation of state calculations by fast computing machines",
    "The Journal of Chemical Physics",
    "21:1087--1092",
);

pub static GLAUBER: Source = Source::article(
    "Glauber1963",
    1963,
    "Glauber, Roy J.",
    "Time-dependent statistics of the Ising model",
    "Journal of Mathematical Physics",
    "4:294--307",
);

pub static CREUTZ: Source = Source::article(
    "Creutz1980",
    1980,
    "Creutz, Michael",
    "Monte Carlo study of quantized SU(2) gauge theory",
    "Physical Review D",
    "21:2308--2315",
);

pub static SWENDSEN_WANG_1987: Source = Source::article(
    "SwendsenWang1987",
    1987,
    "Swendsen, Robert H. and Wang, Jian-Sheng",
    "Nonuniversal critical dynamics in Monte Carlo simulations",
    "Physical Review Letters",
    "58:86--88",
);

pub static SWENDSEN_WANG_1986: Source = Source::article(
    "SwendsenWang1986",
    1986,
    "Swendsen, Robert H. and Wang, Jian-Sheng",
    "Replica Monte Carlo simulation of spin-glasses",
    "Physical Review Letters",
    "57:2607--2609",
);

pub static HUKUSHIMA_NEMOTO: Source = Source::article(
    "HukushimaNemoto1996",
    1996,
    "Hukushima, Koji and Nemoto, Koji",
    "Exchange Monte Carlo method and application to spin glass simulations",
    "Journal of the Physical Society of Japan",
    "65:1604--1608",
);

pub static WOLFF: Source = Source::article(
    "Wolff1989",
    1989,
    "Wolff, Ulli",
    "Collective Monte Carlo updating for spin systems",
    "Physical Review Letters",
    "62:361--364",
);

pub static BAK_TANG_WIESENFELD: Source = Source::article(
    "Bak1987",
    1987,
    "Bak, Per and Tang, Chao and Wiesenfeld, Kurt",
    "Self-organized criticality: An explanation of 1/f noise",
    "Physical Review Letters",
    "59:381--384",
);

pub static DHAR: Source = Source::article(
    "Dhar1990",
    1990,
    "Dhar, Deepak",
    "Self-organized critical state of sandpile automaton models",
    "Physical Review Letters",
    "64:1613--1616",
);

pub static HOPFIELD: Source = Source::article(
    "Hopfield1982",
    1982,
    "Hopfield, John J.",
    "Neural networks and physical systems with emergent collective computational abilities",
    "Proceedings of the National Academy of Sciences",
    "79:2554--2558",
);

pub static HEBB: Source =
    Source::book("Hebb1949", 1949, "Hebb, Donald O.", "The Organization of Behavior", "Wiley");

pub static STORKEY: Source = Source::proceedings(
    "Storkey1997",
    1997,
    "Storkey, Amos",
    "Increasing the capacity of a Hopfield network without sacrificing functionality",
    "International Conference on Artificial Neural Networks",
    "451--456",
);

pub static PERSONNAZ: Source = Source::article(
    "Personnaz1985",
    1985,
    "Personnaz, L. and Guyon, I. and Dreyfus, G.",
    "Information storage and retrieval in spin-glass like neural networks",
    "Journal de Physique Lettres",
    "46:359--365",
);

pub static AMIT_1985: Source = Source::article(
    "Amit1985",
    1985,
    "Amit, Daniel J. and Gutfreund, Hanoch and Sompolinsky, Haim",
    "Storing infinite numbers of patterns in a spin-glass model of neural networks",
    "Physical Review Letters",
    "55:1530--1533",
);

pub static AMIT_1987: Source = Source::article(
    "Amit1987",
    1987,
    "Amit, Daniel J. and Gutfreund, Hanoch and Sompolinsky, Haim",
    "Statistical mechanics of neural networks near saturation",
    "Annals of Physics",
    "173:30--67",
);

pub static PERETTO: Source = Source::article(
    "Peretto1984",
    1984,
    "Peretto, Pierre",
    "Collective properties of neural networks: A statistical physics approach",
    "Biological Cybernetics",
    "50:51--62",
);
