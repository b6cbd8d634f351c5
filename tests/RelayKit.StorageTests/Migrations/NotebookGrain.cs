namespace RelayKit.StorageTests.Migrations;

public interface INotebookGrain : IGrainWithStringKey
{
    /// <returns>The activation that wrote. It ends with this call.</returns>
    Task<Guid> WriteAndLeaveAsync(string text);

    Task<(string Text, Guid Activation)> ReadAsync();

    Task<string[]> RemindAsync(string reminder);

    Task<string[]> ForgetAsync(string reminder);
}

internal sealed class NotebookGrain([PersistentState("notebook")] IPersistentState<Note> note) : Grain, INotebookGrain, IRemindable
{
    private readonly Guid _activation = Guid.NewGuid();

    public async Task<Guid> WriteAndLeaveAsync(string text)
    {
        note.State = new Note { Text = text };
        await note.WriteStateAsync();
        DeactivateOnIdle();
        return _activation;
    }

    public Task<(string Text, Guid Activation)> ReadAsync() => Task.FromResult((note.State.Text, _activation));

    public async Task<string[]> RemindAsync(string reminder)
    {
        await this.RegisterOrUpdateReminder(reminder, TimeSpan.FromDays(7), TimeSpan.FromDays(7));
        return await NamesAsync();
    }

    public async Task<string[]> ForgetAsync(string reminder)
    {
        await this.UnregisterReminder(await this.GetReminder(reminder) ?? throw new InvalidOperationException("No such reminder."));
        return await NamesAsync();
    }

    public Task ReceiveReminder(string reminderName, TickStatus status) => Task.CompletedTask;

    private async Task<string[]> NamesAsync() => [.. (await this.GetReminders()).Select(r => r.ReminderName)];
}

[GenerateSerializer]
public sealed class Note
{
    [Id(0)]
    public string Text { get; set; } = string.Empty;
}
