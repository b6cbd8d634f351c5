using RelayKit.Api.Idempotency;

namespace RelayKit.UnitTests.Api.Idempotency;

public sealed class AnswerFateTests
{
    [Theory]
    [InlineData(200, AnswerFate.Keep)]
    [InlineData(201, AnswerFate.Keep)]
    [InlineData(204, AnswerFate.Keep)]
    [InlineData(402, AnswerFate.Keep)]
    [InlineData(403, AnswerFate.Keep)]
    [InlineData(404, AnswerFate.Keep)]
    [InlineData(409, AnswerFate.Keep)]
    [InlineData(400, AnswerFate.Forget)]
    [InlineData(401, AnswerFate.Forget)]
    [InlineData(408, AnswerFate.Forget)]
    [InlineData(413, AnswerFate.Forget)]
    [InlineData(415, AnswerFate.Forget)]
    [InlineData(422, AnswerFate.Forget)]
    [InlineData(425, AnswerFate.Forget)]
    [InlineData(429, AnswerFate.Forget)]
    [InlineData(500, AnswerFate.Abandon)]
    [InlineData(503, AnswerFate.Abandon)]
    internal void Decisions_are_kept_refusals_forgotten_and_faults_left_to_be_repeated(int status, AnswerFate fate) =>
        Assert.Equal(fate, AnswerFates.Of(status, 100));

    [Fact]
    public void An_answer_that_is_too_large_to_keep_may_be_made_again()
    {
        Assert.Equal(AnswerFate.Keep, AnswerFates.Of(200, AnswerFates.MaxKeptBytes));
        Assert.Equal(AnswerFate.Abandon, AnswerFates.Of(200, AnswerFates.MaxKeptBytes + 1));
    }
}
