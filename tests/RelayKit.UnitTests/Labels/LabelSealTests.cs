using CsCheck;
using RelayKit.Labels;
using RelayKit.LiveKit;

namespace RelayKit.UnitTests.Labels;

public sealed class LabelSealTests
{
    private const string Room = "019aaaaa00007000800000000001_l1_standup";
    private const string Identity = "ada";

    private static readonly AttributeSeal Seal = new(["secret-of-a-cluster-0123456789-0123456789"]);

    private static readonly Gen<string> Name = Gen.String[Gen.Char["abcdefghijklmnopqrstuvwxyz0123456789_.-"], 1, LabelSet.MaxNameLength];

    private static readonly Gen<string> Value = Gen.OneOf(
        Gen.String[Gen.Char['!', '<'], 1, LabelSet.MaxValueLength].Select(text => text.Replace(',', '.')),
        Gen.Const("größe & co; 😀"),
        Gen.Const(new string('\u4e16', LabelSet.MaxValueLength)));

    private static readonly Gen<LabelSet> Labels = Gen.Select(Name, Value).Array[1, LabelSet.MaxCount]
        .Select(pairs => LabelSet.Of(pairs.DistinctBy(pair => pair.Item1).Select(pair => KeyValuePair.Create(pair.Item1, pair.Item2))));

    [Fact]
    public void Whatever_is_sealed_comes_back_as_it_was() =>
        Labels.Sample(labels => Assert.Equal(labels, LabelSeal.Open(LabelSeal.Seal(labels, Seal, Room, Identity), Seal, Room, Identity)));

    [Fact]
    public void A_seal_is_of_one_room_and_one_identity() => Gen.Select(Labels, Gen.String, Gen.String).Sample((labels, room, identity) =>
    {
        var text = LabelSeal.Seal(labels, Seal, Room, Identity);

        Assert.Null(LabelSeal.Open(text, Seal, room, Identity));
        Assert.Null(LabelSeal.Open(text, Seal, Room, identity));
        Assert.Null(LabelSeal.Open(text, Seal, Room + Identity, ""));
        Assert.Null(LabelSeal.Open(text, new AttributeSeal(["another-secret"]), Room, Identity));
    });

    [Fact]
    public void One_character_that_is_changed_is_seen() => Gen.Select(Labels, Gen.Int[0, 100_000], Gen.Char["ABCabc019-_"]).Sample((labels, at, put) =>
    {
        var text = LabelSeal.Seal(labels, Seal, Room, Identity).ToCharArray();
        at %= text.Length;
        if (text[at] == put)
        {
            return;
        }

        text[at] = put;
        var opened = LabelSeal.Open(new string(text), Seal, Room, Identity);

        // The last character of base64url can have bits that are no part of any byte: then nothing was changed.
        Assert.True(opened is null || (at == text.Length - 1 && opened == labels));
    });

    [Fact]
    public void Whatever_a_client_writes_in_its_place_is_no_label_and_no_fault() => Gen.OneOf(
            Gen.String[0, 200],
            Gen.Byte.Array[0, 120].Select(bytes => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_')),
            Gen.Const(new string('A', 100_000)))
        .Sample(text => Assert.Null(LabelSeal.Open(text, Seal, Room, Identity)));

    [Fact]
    public void What_is_sealed_cannot_be_read_and_is_another_text_each_time()
    {
        var labels = LabelSet.Of([new("customer", "acme")]);
        var (one, other) = (LabelSeal.Seal(labels, Seal, Room, Identity), LabelSeal.Seal(labels, Seal, Room, Identity));

        Assert.NotEqual(one, other);
        Assert.DoesNotContain("acme", System.Text.Encoding.Latin1.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(one)), StringComparison.Ordinal);
        Assert.Equal(one.Length, LabelSeal.Seal(LabelSet.Of([new("customer", "a longer name")]), Seal, Room, Identity).Length);
    }

    [Fact]
    public void While_a_key_is_replaced_what_the_old_one_sealed_still_opens()
    {
        var labels = LabelSet.Of([new("customer", "acme")]);
        var (old, replaced) = (new AttributeSeal(["old-secret"]), new AttributeSeal(["new-secret", "old-secret"]));

        Assert.Equal(labels, LabelSeal.Open(LabelSeal.Seal(labels, old, Room, Identity), replaced, Room, Identity));
        Assert.Equal(labels, LabelSeal.Open(LabelSeal.Seal(labels, replaced, Room, Identity), replaced, Room, Identity));
        Assert.Null(LabelSeal.Open(LabelSeal.Seal(labels, replaced, Room, Identity), old, Room, Identity));
    }

    /// <summary>Sealed by other hands, from what RFC 5869 and SP 800-38D say: what is in a token today, another release has to open tomorrow.</summary>
    [Fact]
    public void The_format_stays_as_it_is() => Assert.Equal(
        LabelSet.Of([new("customer", "acme")]),
        LabelSeal.Open("AQABAgMEBQYHCAkKCzduppAgVwKRJngYmX8R7B6x_P7rq1pnma37muAaHp0ArjZNeiO7-pkP1nlcJY7RyA", Seal, Room, Identity));

    [Fact]
    public void Bytes_that_are_no_labels_are_none()
    {
        var bytes = LabelSeal.Write(LabelSet.Of([new("a", "1"), new("b", "2")]));
        Assert.NotNull(LabelSeal.Read(bytes));

        Assert.Null(LabelSeal.Read([]));
        Assert.Null(LabelSeal.Read([0]));
        Assert.Null(LabelSeal.Read([9]));
        Assert.Null(LabelSeal.Read([1, 1]));
        Assert.Null(LabelSeal.Read([1, 1, (byte)'A', 1, (byte)'1']));
        Assert.Null(LabelSeal.Read([1, 1, (byte)'a', 1, (byte)'=']));
        Assert.Null(LabelSeal.Read([1, 1, (byte)'a', 1, (byte)'1', 7]));
        Assert.Null(LabelSeal.Read([2, 1, (byte)'a', 1, (byte)'1', 1, (byte)'a', 1, (byte)'2']));
    }
}
