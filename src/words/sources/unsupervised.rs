//! Sources of factorizations, clusters and graphs, by key.

use crate::vocabulary::Source;

pub static DING_LI_JORDAN: Source = Source::article(
    "Ding2010",
    2010,
    "Ding, Chris and Li, Tao and Jordan, Michael I.",
    "Convex and semi-nonnegative matrix factorizations",
    "IEEE Transactions on Pattern Analysis and Machine Intelligence",
    "32:45--55",
);

pub static LEE_SEUNG: Source = Source::proceedings(
    "LeeSeung2001",
    2001,
    "Lee, Daniel D. and Seung, H. Sebastian",
    "Algorithms for non-negative matrix factorization",
    "Advances in Neural Information Processing Systems 13",
    "556--562",
);

pub static CICHOCKI_PHAN: Source = Source::article(
    "CichockiPhan2009",
    2009,
    "Cichocki, Andrzej and Phan, Anh-Huy",
    "Fast local algorithms for large scale nonnegative matrix and tensor factorizations",
    "IEICE Transactions on Fundamentals of Electronics, Communications and Computer Sciences",
    "E92-A:708--721",
);

pub static ECKART_YOUNG: Source = Source::article(
    "EckartYoung1936",
    1936,
    "Eckart, Carl and Young, Gale",
    "The approximation of one matrix by another of lower rank",
    "Psychometrika",
    "1:211--218",
);

pub static LLOYD: Source = Source::article(
    "Lloyd1982",
    1982,
    "Lloyd, Stuart P.",
    "Least squares quantization in PCM",
    "IEEE Transactions on Information Theory",
    "28:129--137",
);

pub static ARTHUR_VASSILVITSKII: Source = Source::proceedings(
    "ArthurVassilvitskii2007",
    2007,
    "Arthur, David and Vassilvitskii, Sergei",
    "k-means++: The advantages of careful seeding",
    "ACM-SIAM Symposium on Discrete Algorithms",
    "1027--1035",
);

pub static BELKIN_NIYOGI: Source = Source::article(
    "BelkinNiyogi2003",
    2003,
    "Belkin, Mikhail and Niyogi, Partha",
    "Laplacian eigenmaps for dimensionality reduction and data representation",
    "Neural Computation",
    "15:1373--1396",
);

pub static SHI_MALIK: Source = Source::article(
    "ShiMalik2000",
    2000,
    "Shi, Jianbo and Malik, Jitendra",
    "Normalized cuts and image segmentation",
    "IEEE Transactions on Pattern Analysis and Machine Intelligence",
    "22:888--905",
);

pub static BELKIN_NIYOGI_SINDHWANI: Source = Source::article(
    "Belkin2006",
    2006,
    "Belkin, Mikhail and Niyogi, Partha and Sindhwani, Vikas",
    "Manifold regularization: A geometric framework for learning from labeled and unlabeled examples",
    "Journal of Machine Learning Research",
    "7:2399--2434",
);
