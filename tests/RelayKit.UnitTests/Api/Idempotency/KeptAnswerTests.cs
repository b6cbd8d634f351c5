using CsCheck;
using Microsoft.AspNetCore.Http;
using RelayKit.Api.Idempotency;

namespace RelayKit.UnitTests.Api.Idempotency;

public sealed class KeptAnswerTests
{
    [Fact]
    public void What_was_kept_is_read_as_it_was() =>
        Gen.Select(Gen.Int[200, 499], Gen.Select(Gen.String, Gen.String).Array[0, 3], Gen.Byte.Array[0, 2000]).Sample((status, headers, body) =>
        {
            var kept = new KeptAnswer(status, [.. headers.Select(header => KeyValuePair.Create(WellFormed(header.Item1), WellFormed(header.Item2)))], body);

            var read = KeptAnswer.Read(kept.ToBytes());

            Assert.Equal(status, read.Status);
            Assert.Equal(kept.Headers, read.Headers);
            Assert.Equal(body, read.Body.ToArray());
        });

    [Fact]
    public void What_another_build_kept_in_another_form_is_not_misread()
    {
        var bytes = new KeptAnswer(200, [], default).ToBytes();
        bytes[0]++;

        Assert.Throws<InvalidDataException>(() => KeptAnswer.Read(bytes));
    }

    [Fact]
    public void Only_the_headers_of_the_answer_itself_are_taken()
    {
        var response = new DefaultHttpContext().Response;
        response.StatusCode = 201;
        response.Headers.Location = "/v1/rooms/lobby";
        response.ContentType = "application/json";
        response.ContentLength = 1;
        response.Headers["Request-Id"] = "req_1";

        var taken = KeptAnswer.TakeFrom(response, new byte[] { 1 });

        Assert.Equal(201, taken.Status);
        Assert.Equal(
            [KeyValuePair.Create("Content-Type", "application/json"), KeyValuePair.Create("Location", "/v1/rooms/lobby")], taken.Headers);
        Assert.Equal("Request-Id", Assert.Single(response.Headers).Key);
    }

    /// <summary>Half a surrogate pair has no UTF-8, and no header has one.</summary>
    private static string WellFormed(string text) => new([.. text.Where(c => !char.IsSurrogate(c))]);
}
