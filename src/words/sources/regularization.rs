//! Sources of regressions and of the choice of penalties, by key.

use crate::vocabulary::Source;

pub static TIKHONOV: Source = Source::article(
    "Tikhonov1963",
    1963,
    "Tikhonov, Andrey N.",
    "Solution of incorrectly formulated problems and the regularization method",
    "Soviet Mathematics Doklady",
    "4:1035--1038",
);

pub static HOERL_KENNARD: Source = Source::article(
    "HoerlKennard1970",
    1970,
    "Hoerl, Arthur E. and Kennard, Robert W.",
    "Ridge regression: Biased estimation for nonorthogonal problems",
    "Technometrics",
    "12:55--67",
);

pub static HANSEN_1998: Source = Source::book(
    "Hansen1998",
    1998,
    "Hansen, Per Christian",
    "Rank-Deficient and Discrete Ill-Posed Problems",
    "SIAM",
);

pub static HANSEN_1987: Source = Source::article(
    "Hansen1987",
    1987,
    "Hansen, Per Christian",
    "The truncated SVD as a method for regularization",
    "BIT Numerical Mathematics",
    "27:534--553",
);

pub static PENROSE: Source = Source::article(
    "Penrose1955",
    1955,
    "Penrose, Roger",
    "A generalized inverse for matrices",
    "Mathematical Proceedings of the Cambridge Philosophical Society",
    "51:406--413",
);

pub static HESTENES_STIEFEL: Source = Source::article(
    "HestenesStiefel1952",
    1952,
    "Hestenes, Magnus R. and Stiefel, Eduard",
    "Methods of conjugate gradients for solving linear systems",
    "Journal of Research of the National Bureau of Standards",
    "49:409--436",
);

pub static PAIGE_SAUNDERS: Source = Source::article(
    "PaigeSaunders1982",
    1982,
    "Paige, Christopher C. and Saunders, Michael A.",
    "LSQR: An algorithm for sparse linear equations and sparse least squares",
    "ACM Transactions on Mathematical Software",
    "8:43--71",
);

pub static LANDWEBER: Source = Source::article(
    "Landweber1951",
    1951,
    "Landweber, Louis",
    "An iteration formula for Fredholm integral equations of the first kind",
    "American Journal of Mathematics",
    "73:615--624",
);

pub static TIBSHIRANI: Source = Source::article(
    "Tibshirani1996",
    1996,
    "Tibshirani, Robert",
    "Regression shrinkage and selection via the lasso",
    "Journal of the Royal Statistical Society B",
    "58:267--288",
);

pub static VAPNIK: Source = Source::book(
    "Vapnik1995",
    1995,
    "Vapnik, Vladimir N.",
    "The Nature of Statistical Learning Theory",
    "Springer",
);

pub static CORTES_VAPNIK: Source = Source::article(
    "CortesVapnik1995",
    1995,
    "Cortes, Corinna and Vapnik, Vladimir",
    "Support-vector networks",
    "Machine Learning",
    "20:273--297",
);

pub static COX: Source = Source::article(
    "Cox1958",
    1958,
    "Cox, David R.",
    "The regression analysis of binary sequences",
    "Journal of the Royal Statistical Society B",
    "20:215--242",
);

pub static GOLUB_HEATH_WAHBA: Source = Source::article(
    "Golub1979",
    1979,
    "Golub, Gene H. and Heath, Michael and Wahba, Grace",
    "Generalized cross-validation as a method for choosing a good ridge parameter",
    "Technometrics",
    "21:215--223",
);

pub static ALLEN: Source = Source::article(
    "Allen1974",
    1974,
    "Allen, David M.",
    "The relationship between variable selection and data augmentation and a method for prediction",
    "Technometrics",
    "16:125--127",
);

pub static STONE: Source = Source::article(
    "Stone1974",
    1974,
    "Stone, Mervyn",
    "Cross-validatory choice and assessment of statistical predictions",
    "Journal of the Royal Statistical Society B",
    "36:111--147",
);

pub static HANSEN_OLEARY: Source = Source::article(
    "HansenOLeary1993",
    1993,
    "Hansen, Per Christian and O'Leary, Dianne Prost",
    "The use of the L-curve in the regularization of discrete ill-posed problems",
    "SIAM Journal on Scientific Computing",
    "14:1487--1503",
);

pub static MOROZOV: Source = Source::article(
    "Morozov1966",
    1966,
    "Morozov, Vladimir A.",
    "On the solution of functional equations by the method of regularization",
    "Soviet Mathematics Doklady",
    "7:414--417",
);

pub static HANSEN_KILMER_KJELDSEN: Source = Source::article(
    "Hansen2006",
    2006,
    "Hansen, Per Christian and Kilmer, Misha E. and Kjeldsen, Rikke Høj",
    "Exploiting residual information in the parameter choice for discrete ill-posed problems",
    "BIT Numerical Mathematics",
    "46:41--59",
);

pub static TIKHONOV_GLASKO: Source = Source::article(
    "TikhonovGlasko1965",
    1965,
    "Tikhonov, Andrey N. and Glasko, Vladimir B.",
    "Use of the regularization method in non-linear problems",
    "USSR Computational Mathematics and Mathematical Physics",
    "5:93--107",
);

pub static FILIMONOV_SORNETTE: Source = Source::article(
    "FilimonovSornette2013",
    2013,
    "Filimonov, Vladimir and Sornette, Didier",
    "A stable and robust calibration scheme of the log-periodic power law model",
    "Physica A",
    "392:3698--3707",
);

pub static HILL: Source = Source::article(
    "Hill1975",
    1975,
    "Hill, Bruce M.",
    "A simple general approach to inference about the tail of a distribution",
    "The Annals of Statistics",
    "3:1163--1174",
);

pub static SWAMINATHAN_JOACHIMS: Source = Source::proceedings(
    "Swaminathan2015",
    2015,
    "Swaminathan, Adith and Joachims, Thorsten",
    "Counterfactual risk minimization: Learning from logged bandit feedback",
    "International Conference on Machine Learning",
    "814--823",
);

pub static BOHNING: Source = Source::article(
    "Bohning1992",
    1992,
    "Böhning, Dankmar",
    "Multinomial logistic regression algorithm",
    "Annals of the Institute of Statistical Mathematics",
    "44:197--200",
);
