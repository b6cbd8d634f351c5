namespace RelayKit.Storage.ObjectStorage;

/// <summary>A service has answered with no success.</summary>
internal sealed class S3AnswerException(S3Answer answer) : Exception($"The service answered {(int)answer.Status} {answer.Code}.")
{
    public S3Answer Answer => answer;
}
