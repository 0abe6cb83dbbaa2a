/* Lists of words whose lengths and gist bits the compiler works out: PLUMB_WORD_LIST("占比", "比重") is what
 * stands between the braces of an array of struct plumb_word. At most 72 words. */
#ifndef PLUMB_WORD_LIST_H
#define PLUMB_WORD_LIST_H

/* Bit of a literal's first character, as plumb_gist_bit finds it in a text; the zeros let it be shorter
 * than three bytes. */
#define PLUMB_WORD_BYTE(word, i) ((unsigned char)(word "\0\0")[i])
#define PLUMB_WORD_BIT(word)                                                                       \
    (PLUMB_WORD_BYTE(word, 0) < 0x80 ? PLUMB_WORD_BYTE(word, 0) & 63                               \
     : PLUMB_WORD_BYTE(word, 0) < 0xE0                                                             \
         ? 64 + (PLUMB_WORD_BYTE(word, 1) & 63)                                                    \
         : (PLUMB_WORD_BYTE(word, 1) & 3) << 6 | (PLUMB_WORD_BYTE(word, 2) & 63))
#define PLUMB_WORD(word)                                                                           \
    {                                                                                              \
        {(word), sizeof(word) - 1}, PLUMB_WORD_BIT(word)                                           \
    }

/* clang-format off */
#define PLUMB_WORD_LIST(...) PLUMB_EACH_OF(PLUMB_WORD, PLUMB_WORD_COUNT(__VA_ARGS__), __VA_ARGS__)
#define PLUMB_EACH_OF(m, n, ...) PLUMB_EACH_JOIN(m, n, __VA_ARGS__)
#define PLUMB_EACH_JOIN(m, n, ...) PLUMB_EACH_##n(m, __VA_ARGS__)

#define PLUMB_WORD_COUNT(...) PLUMB_WORD_COUNT_(__VA_ARGS__, 72, 71, 70, 69, 68, 67, 66, \
    65, 64, 63, 62, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48, 47, 46, 45, 44, \
    43, 42, 41, 40, 39, 38, 37, 36, 35, 34, 33, 32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, \
    21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)
#define PLUMB_WORD_COUNT_(a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15, \
    a16, a17, a18, a19, a20, a21, a22, a23, a24, a25, a26, a27, a28, a29, a30, a31, a32, \
    a33, a34, a35, a36, a37, a38, a39, a40, a41, a42, a43, a44, a45, a46, a47, a48, a49, \
    a50, a51, a52, a53, a54, a55, a56, a57, a58, a59, a60, a61, a62, a63, a64, a65, a66, \
    a67, a68, a69, a70, a71, a72, n, ...) n
#define PLUMB_EACH_1(m, a) m(a)
#define PLUMB_EACH_2(m, a, ...) m(a), PLUMB_EACH_1(m, __VA_ARGS__)
#define PLUMB_EACH_3(m, a, ...) m(a), PLUMB_EACH_2(m, __VA_ARGS__)
#define PLUMB_EACH_4(m, a, ...) m(a), PLUMB_EACH_3(m, __VA_ARGS__)
#define PLUMB_EACH_5(m, a, ...) m(a), PLUMB_EACH_4(m, __VA_ARGS__)
#define PLUMB_EACH_6(m, a, ...) m(a), PLUMB_EACH_5(m, __VA_ARGS__)
#define PLUMB_EACH_7(m, a, ...) m(a), PLUMB_EACH_6(m, __VA_ARGS__)
#define PLUMB_EACH_8(m, a, ...) m(a), PLUMB_EACH_7(m, __VA_ARGS__)
#define PLUMB_EACH_9(m, a, ...) m(a), PLUMB_EACH_8(m, __VA_ARGS__)
#define PLUMB_EACH_10(m, a, ...) m(a), PLUMB_EACH_9(m, __VA_ARGS__)
#define PLUMB_EACH_11(m, a, ...) m(a), PLUMB_EACH_10(m, __VA_ARGS__)
#define PLUMB_EACH_12(m, a, ...) m(a), PLUMB_EACH_11(m, __VA_ARGS__)
#define PLUMB_EACH_13(m, a, ...) m(a), PLUMB_EACH_12(m, __VA_ARGS__)
#define PLUMB_EACH_14(m, a, ...) m(a), PLUMB_EACH_13(m, __VA_ARGS__)
#define PLUMB_EACH_15(m, a, ...) m(a), PLUMB_EACH_14(m, __VA_ARGS__)
#define PLUMB_EACH_16(m, a, ...) m(a), PLUMB_EACH_15(m, __VA_ARGS__)
#define PLUMB_EACH_17(m, a, ...) m(a), PLUMB_EACH_16(m, __VA_ARGS__)
#define PLUMB_EACH_18(m, a, ...) m(a), PLUMB_EACH_17(m, __VA_ARGS__)
#define PLUMB_EACH_19(m, a, ...) m(a), PLUMB_EACH_18(m, __VA_ARGS__)
#define PLUMB_EACH_20(m, a, ...) m(a), PLUMB_EACH_19(m, __VA_ARGS__)
#define PLUMB_EACH_21(m, a, ...) m(a), PLUMB_EACH_20(m, __VA_ARGS__)
#define PLUMB_EACH_22(m, a, ...) m(a), PLUMB_EACH_21(m, __VA_ARGS__)
#define PLUMB_EACH_23(m, a, ...) m(a), PLUMB_EACH_22(m, __VA_ARGS__)
#define PLUMB_EACH_24(m, a, ...) m(a), PLUMB_EACH_23(m, __VA_ARGS__)
#define PLUMB_EACH_25(m, a, ...) m(a), PLUMB_EACH_24(m, __VA_ARGS__)
#define PLUMB_EACH_26(m, a, ...) m(a), PLUMB_EACH_25(m, __VA_ARGS__)
#define PLUMB_EACH_27(m, a, ...) m(a), PLUMB_EACH_26(m, __VA_ARGS__)
#define PLUMB_EACH_28(m, a, ...) m(a), PLUMB_EACH_27(m, __VA_ARGS__)
#define PLUMB_EACH_29(m, a, ...) m(a), PLUMB_EACH_28(m, __VA_ARGS__)
#define PLUMB_EACH_30(m, a, ...) m(a), PLUMB_EACH_29(m, __VA_ARGS__)
#define PLUMB_EACH_31(m, a, ...) m(a), PLUMB_EACH_30(m, __VA_ARGS__)
#define PLUMB_EACH_32(m, a, ...) m(a), PLUMB_EACH_31(m, __VA_ARGS__)
#define PLUMB_EACH_33(m, a, ...) m(a), PLUMB_EACH_32(m, __VA_ARGS__)
#define PLUMB_EACH_34(m, a, ...) m(a), PLUMB_EACH_33(m, __VA_ARGS__)
#define PLUMB_EACH_35(m, a, ...) m(a), PLUMB_EACH_34(m, __VA_ARGS__)
#define PLUMB_EACH_36(m, a, ...) m(a), PLUMB_EACH_35(m, __VA_ARGS__)
#define PLUMB_EACH_37(m, a, ...) m(a), PLUMB_EACH_36(m, __VA_ARGS__)
#define PLUMB_EACH_38(m, a, ...) m(a), PLUMB_EACH_37(m, __VA_ARGS__)
#define PLUMB_EACH_39(m, a, ...) m(a), PLUMB_EACH_38(m, __VA_ARGS__)
#define PLUMB_EACH_40(m, a, ...) m(a), PLUMB_EACH_39(m, __VA_ARGS__)
#define PLUMB_EACH_41(m, a, ...) m(a), PLUMB_EACH_40(m, __VA_ARGS__)
#define PLUMB_EACH_42(m, a, ...) m(a), PLUMB_EACH_41(m, __VA_ARGS__)
#define PLUMB_EACH_43(m, a, ...) m(a), PLUMB_EACH_42(m, __VA_ARGS__)
#define PLUMB_EACH_44(m, a, ...) m(a), PLUMB_EACH_43(m, __VA_ARGS__)
#define PLUMB_EACH_45(m, a, ...) m(a), PLUMB_EACH_44(m, __VA_ARGS__)
#define PLUMB_EACH_46(m, a, ...) m(a), PLUMB_EACH_45(m, __VA_ARGS__)
#define PLUMB_EACH_47(m, a, ...) m(a), PLUMB_EACH_46(m, __VA_ARGS__)
#define PLUMB_EACH_48(m, a, ...) m(a), PLUMB_EACH_47(m, __VA_ARGS__)
#define PLUMB_EACH_49(m, a, ...) m(a), PLUMB_EACH_48(m, __VA_ARGS__)
#define PLUMB_EACH_50(m, a, ...) m(a), PLUMB_EACH_49(m, __VA_ARGS__)
#define PLUMB_EACH_51(m, a, ...) m(a), PLUMB_EACH_50(m, __VA_ARGS__)
#define PLUMB_EACH_52(m, a, ...) m(a), PLUMB_EACH_51(m, __VA_ARGS__)
#define PLUMB_EACH_53(m, a, ...) m(a), PLUMB_EACH_52(m, __VA_ARGS__)
#define PLUMB_EACH_54(m, a, ...) m(a), PLUMB_EACH_53(m, __VA_ARGS__)
#define PLUMB_EACH_55(m, a, ...) m(a), PLUMB_EACH_54(m, __VA_ARGS__)
#define PLUMB_EACH_56(m, a, ...) m(a), PLUMB_EACH_55(m, __VA_ARGS__)
#define PLUMB_EACH_57(m, a, ...) m(a), PLUMB_EACH_56(m, __VA_ARGS__)
#define PLUMB_EACH_58(m, a, ...) m(a), PLUMB_EACH_57(m, __VA_ARGS__)
#define PLUMB_EACH_59(m, a, ...) m(a), PLUMB_EACH_58(m, __VA_ARGS__)
#define PLUMB_EACH_60(m, a, ...) m(a), PLUMB_EACH_59(m, __VA_ARGS__)
#define PLUMB_EACH_61(m, a, ...) m(a), PLUMB_EACH_60(m, __VA_ARGS__)
#define PLUMB_EACH_62(m, a, ...) m(a), PLUMB_EACH_61(m, __VA_ARGS__)
#define PLUMB_EACH_63(m, a, ...) m(a), PLUMB_EACH_62(m, __VA_ARGS__)
#define PLUMB_EACH_64(m, a, ...) m(a), PLUMB_EACH_63(m, __VA_ARGS__)
#define PLUMB_EACH_65(m, a, ...) m(a), PLUMB_EACH_64(m, __VA_ARGS__)
#define PLUMB_EACH_66(m, a, ...) m(a), PLUMB_EACH_65(m, __VA_ARGS__)
#define PLUMB_EACH_67(m, a, ...) m(a), PLUMB_EACH_66(m, __VA_ARGS__)
#define PLUMB_EACH_68(m, a, ...) m(a), PLUMB_EACH_67(m, __VA_ARGS__)
#define PLUMB_EACH_69(m, a, ...) m(a), PLUMB_EACH_68(m, __VA_ARGS__)
#define PLUMB_EACH_70(m, a, ...) m(a), PLUMB_EACH_69(m, __VA_ARGS__)
#define PLUMB_EACH_71(m, a, ...) m(a), PLUMB_EACH_70(m, __VA_ARGS__)
#define PLUMB_EACH_72(m, a, ...) m(a), PLUMB_EACH_71(m, __VA_ARGS__)
/* clang-format on */

#endif
