using CsCheck;
using RelayKit.Events;
using RelayKit.Ingress;
using RelayKit.Tenants;

namespace RelayKit.UnitTests.Ingress;

public sealed class IngressFoldTests
{
    private const long Begin = 1_786_000_000_000;

    private static readonly IngressRecord Row = new()
    {
        Key = new IngressKey(new TenantId(Guid.CreateVersion7()), Mode.Live, Guid.CreateVersion7()),
        Room = "r",
        Kind = IngressKind.Rtmp,
        Identity = "cam",
        EnableTranscoding = true,
        LiveKitCluster = "default",
        Phase = IngressPhase.Ready,
        LiveKitId = "IN_1",
        CreatedAt = DateTimeOffset.UnixEpoch,
        AskedAt = DateTimeOffset.UnixEpoch,
        Version = 1,
    };

    /// <summary>The streams of one ingress, one after the other, each with all that LiveKit may say of it, and what it says while nobody sends.</summary>
    private static readonly Gen<IngressFact[]> Lives =
        from count in Gen.Int[1, 4]
        from ways in Gen.Int[0, 3].Array[4]
        from quiet in Gen.Bool
        select Enumerable.Range(0, count).SelectMany(i => Life(Begin + (i * 10_000), ways[i], isLast: i == count - 1))
            .Concat(quiet ? [Fact(IngressStatus.Inactive, null, null)] : []).ToArray();

    [Fact]
    public void Any_order_and_repetition_of_what_is_said_ends_in_the_same_row_and_tells_the_same() => Lives.SelectMany(
        facts => Gen.Select(Gen.Shuffle(facts), Gen.Int[0, facts.Length - 1].Array[0, 6]).Select((shuffled, again) => (facts, shuffled, again)))
        .Sample(found =>
        {
            var (facts, shuffled, again) = found;
            var (expected, told) = Take(facts);
            var (row, toldOtherwise) = Take([.. shuffled, .. again.Select(i => facts[i])]);

            Assert.Equal(expected, row);
            Assert.Equal(told.Order(StringComparer.Ordinal), toldOtherwise.Order(StringComparer.Ordinal));
        });

    [Fact]
    public void Whatever_was_lost_a_look_at_the_end_ends_in_the_same_row() => Lives.SelectMany(
        facts => Gen.Bool.Array[facts.Length].Select(kept => (facts, kept)))
        .Sample(found =>
        {
            var (facts, kept) = found;
            var last = facts.Where(fact => fact.StartedAtMs is not null).MaxBy(fact => (fact.StartedAtMs, Step(fact)))!;
            var (some, _) = Take(facts.Where((_, i) => kept[i]));

            Assert.Equal(Take(facts).Row, IngressFold.Apply(some, last));
        });

    [Fact]
    public void A_stream_is_told_to_have_begun_and_ended_once_however_little_was_heard_of_it()
    {
        var (_, told) = Take([Fact(IngressStatus.Error, Begin, Begin + 5), Fact(IngressStatus.Error, Begin, Begin + 5), Fact(IngressStatus.Buffering, Begin, null)]);

        Assert.Equal([$"{TenantEventTypes.IngressEnded} {Begin}", $"{TenantEventTypes.IngressStarted} {Begin}"], told.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_word_that_nobody_sends_takes_nothing_back()
    {
        var publishing = IngressFold.Apply(Row, Fact(IngressStatus.Publishing, Begin, null));

        Assert.Equal(IngressStatus.Publishing, IngressFold.Apply(publishing, Fact(IngressStatus.Inactive, null, null)).Status);
        Assert.False(IngressFold.IsNews(publishing, Fact(IngressStatus.Publishing, Begin, null)));
        Assert.Same(Row, IngressFold.Apply(Row, Fact(IngressStatus.Inactive, null, null)));
    }

    [Theory]
    [InlineData("could not pull https://user:secret@host:8443/path/secret.m3u8?token=secret", "could not pull https://host:8443/path/***")]
    [InlineData("nothing to hide", "nothing to hide")]
    [InlineData("", null)]
    public void An_error_is_shown_without_what_an_address_may_carry(string text, string? shown) => Assert.Equal(shown, IngressText.OfError(text));

    [Fact]
    public void Neither_what_is_asked_for_nor_what_is_made_shows_a_secret_as_text()
    {
        var asked = new NewIngress { Room = "r", Kind = IngressKind.Url, Identity = "i", SourceUrl = "https://secret@host/", EnableTranscoding = true };

        Assert.DoesNotContain("secret", $"{asked} {new CreatedIngress(Row, "secret")}", StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_is_read_as_it_was_written()
    {
        Assert.Equal(Row.Key, IngressKey.Parse(Row.Key.ToString()));
        Assert.Throws<FormatException>(() => IngressKey.Parse("ten_x/l/ing_y"));
    }

    private static (IngressRecord Row, HashSet<string> Told) Take(IEnumerable<IngressFact> facts)
    {
        var row = Row;
        var told = new HashSet<string>();
        foreach (var fact in facts)
        {
            if (IngressFold.IsNews(row, fact))
            {
                told.UnionWith(IngressFold.EventsOf(fact).Select(type => $"{type} {fact.StartedAtMs}"));
            }

            row = IngressFold.Apply(row, fact);
        }

        return (row, told);
    }

    private static IEnumerable<IngressFact> Life(long startedAtMs, int way, bool isLast)
    {
        yield return Fact(IngressStatus.Buffering, startedAtMs, null);
        yield return Fact(IngressStatus.Publishing, startedAtMs, null);
        if (way > 0 || !isLast)
        {
            yield return Fact(way switch { 1 => IngressStatus.Error, 2 => IngressStatus.Complete, _ => IngressStatus.Inactive }, startedAtMs, startedAtMs + 5_000);
        }
    }

    private static int Step(IngressFact fact) => fact.Status switch { IngressStatus.Buffering => 1, IngressStatus.Publishing => 2, _ => 3 };

    private static IngressFact Fact(IngressStatus status, long? startedAtMs, long? endedAtMs) => new()
    {
        LiveKitId = "IN_1",
        Status = status,
        StartedAtMs = startedAtMs,
        EndedAtMs = endedAtMs,
        Error = status == IngressStatus.Error ? "went wrong" : null,
    };
}
