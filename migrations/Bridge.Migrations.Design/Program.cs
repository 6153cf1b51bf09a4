// The tools of Entity Framework want an entry point; what they use is DesignContext.
return;
